/* On every page of the console: who waits stands in a bar, alarms ring until somebody has them, and keys save ways. */
(function () {
  'use strict';
  var body = document.body, bar = document.getElementById('bar'), tools = document.getElementById('tools');
  if (!bar) { return; }
  var words = document.getElementById('bar-words'), blocked = document.getElementById('sound-blocked');
  var sound = document.getElementById('sound'), keys = document.getElementById('keys'), use = document.getElementById('keys-use');
  var alarms = 0, audio = null, onBoard = !!document.getElementById('calls');

  function kept(name) { try { return window.localStorage.getItem(name); } catch (error) { return null; } }
  function keep(name, value) { try { window.localStorage.setItem(name, value); } catch (error) { return; } }
  function loud() { return kept('nuanxin-sound') !== 'off'; }
  function tell() { sound.textContent = sound.getAttribute(loud() ? 'data-on' : 'data-off'); sound.setAttribute('aria-pressed', loud() ? 'true' : 'false'); }
  function note(at, pitch) {
    var tone = audio.createOscillator(), volume = audio.createGain(), start = audio.currentTime + at;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, start);
    volume.gain.exponentialRampToValueAtTime(0.3, start + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.35);
    tone.connect(volume);
    volume.connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.4);
  }
  function ring() {
    var Made = window.AudioContext || window.webkitAudioContext;
    if (!alarms || !loud() || !Made) { blocked.hidden = true; return; }
    /* a browser lets no page sound before it was touched: then the page says so */
    var touched = !navigator.userActivation || navigator.userActivation.hasBeenActive;
    blocked.hidden = touched;
    if (!touched) { return; }
    audio = audio || new Made();
    if (audio.state === 'suspended') { audio.resume(); }
    note(0, 880);
    note(0.4, 660);
    note(0.8, 880);
  }
  function waiting(event) {
    var told = JSON.parse(event.data), more = told.alarms > alarms;
    alarms = told.alarms;
    var text = alarms ? body.getAttribute('data-alarms').replace('#', alarms) : body.getAttribute('data-people').replace('#', told.people);
    bar.hidden = onBoard || !told.people;
    bar.className = alarms ? 'bar ringing' : 'bar';
    if (words.textContent !== text) { words.textContent = text; }
    body.setAttribute('data-ringing', alarms);
    if (more) { ring(); }
    if (!alarms) { blocked.hidden = true; }
  }
  document.addEventListener('nuanxin-source', function (event) { event.detail.addEventListener('waiting', waiting); });
  window.setInterval(ring, 10000);
  document.addEventListener('click', function () { if (!blocked.hidden) { ring(); } });
  sound.addEventListener('click', function () { keep('nuanxin-sound', loud() ? 'off' : 'on'); tell(); ring(); });
  tell();
  tools.hidden = false;

  function move(by) {
    var rows = Array.prototype.slice.call(document.querySelectorAll('[data-row]')), at = rows.indexOf(document.activeElement);
    if (rows.length) { rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.max(0, Math.min(rows.length - 1, at + by))].focus(); }
  }
  function go(id) { var found = document.getElementById(id); if (found) { found.focus(); } }
  var does = {
    j: function () { move(1); }, k: function () { move(-1); }, g: function () { window.location.assign('/console'); },
    '/': function () { go('q'); }, r: function () { go('reply'); go('text'); }, '?': function () { keys.showModal(); }
  };
  use.checked = kept('nuanxin-keys') !== 'off';
  use.addEventListener('change', function () { keep('nuanxin-keys', use.checked ? 'on' : 'off'); });
  document.getElementById('keys-open').addEventListener('click', function () { keys.showModal(); });
  document.addEventListener('keydown', function (event) {
    if (!use.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || keys.open) { return; }
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.nodeName) || !does[event.key]) { return; }
    event.preventDefault();
    does[event.key]();
  });
}());
/* A ready reply is put into its field at once; without this the button beside it fetches the page with it. */
(function () {
  'use strict';
  var ready = document.getElementById('ready');
  if (!ready) { return; }
  ready.addEventListener('change', function () {
    var chosen = ready.options[ready.selectedIndex], into = document.getElementById(ready.getAttribute('data-into'));
    var text = chosen.getAttribute('data-text');
    if (!text) { return; }
    into.value = into.value ? into.value + '\n' + text : text;
    into.focus();
  });
}());
/* Words that were not sent yet outlive another form's sending; where the page is left for good, it is asked first. */
(function () {
  'use strict';
  var name = 'nuanxin-unsent', here = document.body.getAttribute('data-here'), kept = null;
  var fields = Array.prototype.slice.call(document.querySelectorAll('.work textarea[id], .work input[name="reason"]'));
  try { kept = window.sessionStorage; } catch (error) { kept = null; }
  function put(field, text) {
    var more = field.closest('details');
    if (more) { more.open = true; }
    if (field.value.indexOf(text) < 0) { field.value = field.value ? text + '\n' + field.value : text; }
  }
  function back() {
    var found = kept && kept.getItem(name), words = found ? JSON.parse(found) : {};
    if (found) { kept.removeItem(name); }
    if (words.here === here) { fields.forEach(function (field) { if (words[field.id]) { put(field, words[field.id]); } }); }
  }
  document.addEventListener('submit', function (event) {
    var words = { here: here }, asks = event.target.getAttribute('data-unsent');
    var unsent = fields.filter(function (field) { return field.form !== event.target && field.value.trim(); });
    unsent.forEach(function (field) { words[field.id] = field.value; });
    if (!unsent.length) { return; }
    if (!asks) { if (kept) { kept.setItem(name, JSON.stringify(words)); } return; }
    if (!window.confirm(asks)) { event.preventDefault(); }
  });
  back();
}());
/* The audit is opened again as it was narrowed last in this tab, until all of it was asked for. */
(function () {
  'use strict';
  var page = '/console/audit', link = document.querySelector('nav a[href="' + page + '"]'), name = 'nuanxin-audit';
  if (!link) { return; }
  try {
    if (window.location.pathname === page) { window.sessionStorage.setItem(name, window.location.search); }
    link.href = page + (window.sessionStorage.getItem(name) || '');
  } catch (error) { return; }
}());
/* Whoever writes to a person is seen writing, once in a few seconds. */
(function () {
  'use strict';
  var form = document.querySelector('form[data-typing]'), told = 0;
  if (!form || !window.fetch || !window.URLSearchParams) { return; }
  form.addEventListener('input', function () {
    if (Date.now() - told < 3000) { return; }
    told = Date.now();
    var body = new URLSearchParams({ csrf: form.querySelector('[name="csrf"]').value });
    fetch(form.getAttribute('data-typing'), { method: 'POST', body: body, headers: { 'X-Nuanxin-Live': '1' } }).catch(function () { told = 0; });
  });
}());
