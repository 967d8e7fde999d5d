/* The pages work without this: forms post and the page comes back. With it they keep themselves up to date:
   the desk says "something changed", and the parts marked data-live are fetched anew. Nothing is ever read as HTML but
   our own page. */
(function () {
  'use strict';
  var body = document.body, mark = body.getAttribute('data-mark'), here = body.getAttribute('data-here');
  /* a page without a mark, such as a form, stays as it is; who waits is told on it all the same */
  var live = !!mark;
  if (!document.getElementById('bar') || !window.EventSource || !window.fetch) { return; }
  var tell = document.getElementById('tell'), running = false, again = false, source = null;

  document.addEventListener('input', function (event) {
    var part = event.target.closest('[data-live]');
    if (part) { part.setAttribute('data-dirty', ''); }
  });
  function inUse(part) {
    var active = document.activeElement;
    return part.hasAttribute('data-dirty') || (part.contains(active) && /^(INPUT|SELECT|TEXTAREA)$/.test(active.nodeName));
  }
  function toEnd() {
    var talk = document.querySelector('.talk');
    if (talk) { talk.scrollTop = talk.scrollHeight; }
  }
  function put(fresh) {
    var focused = document.activeElement && document.activeElement.id, parts = document.querySelectorAll('[data-live]');
    Array.prototype.forEach.call(parts, function (part) {
      var other = fresh.getElementById(part.id);
      if (!other || inUse(part) || other.innerHTML === part.innerHTML) { return; }
      var told = other.getAttribute('data-tell');
      if (told && told !== part.getAttribute('data-tell')) { tell.textContent = told; }
      part.parentNode.replaceChild(document.importNode(other, true), part);
      if (part.querySelector('.talk')) { toEnd(); }
    });
    document.title = fresh.title;
    if (focused && document.getElementById(focused) !== document.activeElement) { document.getElementById(focused).focus(); }
  }
  function refresh() {
    if (running) { again = true; return; }
    running = true;
    fetch(here, { headers: { 'X-Nuanxin-Live': '1' }, redirect: 'manual', cache: 'no-store' }).then(function (answer) {
      if (answer.type === 'opaqueredirect' || answer.status === 404) { window.location.assign('/console'); return null; }
      return answer.ok ? answer.text() : null;
    }).then(function (text) {
      if (text) { put(new DOMParser().parseFromString(text, 'text/html')); }
    }).catch(function () { again = true; }).then(function () {
      running = false;
      if (again) { again = false; window.setTimeout(refresh, 300); }
    });
  }
  function listen() {
    source = new EventSource('/console/events?mark=' + encodeURIComponent(mark) + '&talk=' + encodeURIComponent(body.getAttribute('data-talk')));
    document.dispatchEvent(new CustomEvent('nuanxin-source', { detail: source }));
    source.onmessage = function (event) { mark = event.data; if (live) { refresh(); } };
    source.addEventListener('over', function () { source.close(); if (live) { window.location.assign(here); } });
    source.onerror = function () { if (source.readyState === 2) { window.setTimeout(listen, 3000); } };
  }
  /* times in words grow old on a quiet list too; a request's page is left alone, for each look at it is noted */
  if (live && !body.getAttribute('data-talk')) { window.setInterval(function () { if (!document.hidden) { refresh(); } }, 60000); }
  toEnd();
  listen();
}());
