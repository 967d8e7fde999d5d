/* The page works without this: forms post and the page comes back. With it, answers arrive without reloading.
   Plain ECMAScript 5, so that old phones run it. Everything shown is text, never HTML. */
(function () {
  'use strict';
  var body = document.body, log = document.getElementById('log'), state = document.getElementById('state');
  var form = document.getElementById('say'), text = document.getElementById('text'), voice = document.getElementById('voice');
  var words = JSON.parse(body.getAttribute('data-words')), last = body.getAttribute('data-last') || '0';
  var known = JSON.parse(body.getAttribute('data-numbers'));
  known = known.map(function (number) { return number.replace(/[^0-9A-Za-z ]/g, '\\$&'); }).join('|');
  var numbers = known ? new RegExp('(^|[^0-9])(' + known + ')(?![0-9])', 'g') : null;
  var seen = {}, waiting = 0, source = null, fingers = 0;

  function element(name, className, content) {
    var made = document.createElement(name);
    if (className) { made.className = className; }
    if (content) { made.appendChild(document.createTextNode(content)); }
    return made;
  }
  function dialled(text) {
    /* public numbers can be dialled from here; all else stays text */
    var made = element('p'), at = 0, found, start;
    while (numbers && (found = numbers.exec(text))) {
      start = found.index + found[1].length;
      made.appendChild(document.createTextNode(text.slice(at, start)));
      at = start + found[2].length;
      made.appendChild(element('a', '', found[2])).href = 'tel:' + found[2].split(' ')[0];
      numbers.lastIndex = at;
    }
    made.appendChild(document.createTextNode(text.slice(at)));
    return made;
  }
  function calm(line) {
    var old = log.querySelectorAll('li:not(.old)');
    for (var i = 0; i < old.length; i++) { if (old[i] !== line) { old[i].classList.add('old'); } }
  }
  function show(line, mine) {
    if (line.id) { if (seen[line.id]) { return; } seen[line.id] = true; }
    var item = element('li', mine ? 'mine' : 'desk');
    item.appendChild(element('span', 'who', mine ? words.you : line.staff || words.desk));
    item.appendChild(mine ? element('p', '', line.text) : dialled(line.text || ''));
    if (line.buttons && line.buttons.length) {
      var row = element('div', 'buttons');
      line.buttons.forEach(function (button) {
        var made = element('button', '', button.title);
        made.type = 'button';
        made.value = button.payload;
        row.appendChild(made);
      });
      item.appendChild(row);
    }
    log.appendChild(item);
    if (!mine) { calm(item); }
    down();
    return item;
  }
  function down() {
    /* the newest words just above the field; the languages below it need no room all the time */
    var end = document.querySelector('main').getBoundingClientRect().bottom + window.pageYOffset;
    window.scrollTo(0, Math.max(0, end + form.offsetHeight - document.documentElement.clientHeight));
  }
  function tell(words) { state.textContent = words || ''; }
  function answer(line) {
    show(line, false);
    /* the talk went over to another language or manner: so does the page around it */
    var same = line.language === body.getAttribute('data-language') && line.manner === body.getAttribute('data-manner');
    if (!same) { window.location.reload(); }
  }
  function identifier() { return Date.now().toString(36) + Math.random().toString(36).slice(2, 10); }

  function post(message, tries) {
    var request = new XMLHttpRequest();
    request.open('POST', '/chat/messages');
    request.setRequestHeader('Content-Type', 'application/json');
    request.timeout = 15000;
    request.onload = function () {
      waiting--;
      if (request.status !== 200) {
        var problem = '';
        try { problem = JSON.parse(request.responseText).error; } catch (error) { problem = ''; }
        tell(problem || words.failed);
        return;
      }
      tell('');
      JSON.parse(request.responseText).forEach(answer);
    };
    request.onerror = request.ontimeout = function () {
      /* the same id again: the desk takes it once, however often it arrives */
      tell(words.offline);
      window.setTimeout(function () { waiting--; send(message, tries + 1); }, Math.min(30000, 1000 * Math.pow(2, tries)));
    };
    request.send(JSON.stringify(message));
  }
  function send(message, tries) {
    waiting++;
    if (!tries) { window.setTimeout(function () { if (waiting) { tell(words.waiting); } }, 800); }
    post(message, tries || 0);
  }
  function say(value, pressed, title) {
    if (!value && !pressed) { return; }
    show({ text: title || value }, true);
    send({ id: identifier(), text: value, pressed: pressed || '', shown: title || '' }, 0);
  }

  form.addEventListener('submit', function (event) {
    event.preventDefault();
    var value = text.value.replace(/^\s+|\s+$/g, '');
    text.value = '';
    grow();
    say(value);
    text.focus();
  });
  text.addEventListener('keydown', function (event) {
    if (event.keyCode === 13 && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      form.querySelector('#send').click();
    }
  });
  function grow() { text.style.height = 'auto'; text.style.height = Math.min(text.scrollHeight + 4, 220) + 'px'; }
  text.addEventListener('input', grow);

  function pressable(event) {
    var button = event.target;
    while (button && button !== document && button.nodeName !== 'BUTTON') { button = button.parentNode; }
    return button && button.nodeName === 'BUTTON' ? button : null;
  }
  log.addEventListener('click', function (event) {
    var button = pressable(event);
    if (!button) { return; }
    event.preventDefault();
    say('', button.value, button.textContent);
  });
  ['person', 'menu'].forEach(function (id) {
    document.getElementById(id).addEventListener('click', function (event) {
      event.preventDefault();
      say('', this.value, this.lastChild.nodeValue);
    });
  });
  document.getElementById('larger').addEventListener('click', function (event) {
    event.preventDefault();
    var large = body.classList.toggle('large');
    this.setAttribute('aria-pressed', large ? 'true' : 'false');
    document.cookie = 'nuanxin_large=' + (large ? 1 : 0) + '; path=/chat; max-age=31536000; samesite=lax';
    grow();
    down();
  });
  document.getElementById('leave').addEventListener('click', function (event) {
    event.preventDefault();
    log.textContent = '';
    document.title = '';
    if (source) { source.close(); }
    window.location.replace(this.href);
  });

  function listen() {
    if (!window.EventSource) { window.setInterval(function () { window.location.reload(); }, 30000); return; }
    source = new EventSource('/chat/events?after=' + encodeURIComponent(last));
    /* only events count: an answer to a post may be newer than an event that was lost on the way */
    source.onmessage = function (event) { tell(''); last = event.lastEventId || last; answer(JSON.parse(event.data)); };
    source.addEventListener('typing', function () {
      window.clearTimeout(fingers);
      if (!state.textContent) { tell(words.typing); }
      fingers = window.setTimeout(function () { if (state.textContent === words.typing) { tell(''); } }, 6000);
    });
    source.onerror = function () {
      if (source.readyState === 2) { source.close(); window.setTimeout(listen, 3000); }
    };
  }
  window.addEventListener('offline', function () { tell(words.offline); });
  window.addEventListener('online', function () { tell(''); });

  var Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;
  if (Recognition) {
    voice.hidden = false;
    voice.addEventListener('click', function () {
      var hearing = new Recognition();
      hearing.lang = { zh_Hans: 'zh-CN', zh_Hant: 'zh-HK', en: 'en-GB' }[body.getAttribute('data-language')];
      hearing.onstart = function () { tell(words.voice_on); };
      hearing.onend = function () { tell(''); };
      hearing.onresult = function (event) {
        text.value += event.results[0][0].transcript;
        grow();
        text.focus();
      };
      hearing.start();
    });
  }
  var lines = log.querySelectorAll('li.desk');
  if (lines.length) { calm(lines[lines.length - 1]); down(); }
  listen();
}());
