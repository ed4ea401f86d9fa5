// The stand-in is plain browser JavaScript, kept as text so that the simulator needs no build of its own for it. It uses
// script elements only (JSONP), so a page needs no more than the `script-src` the original needs.

/** Step 1: brings the rest, asynchronously, from where it came itself. */
export const loaderLibrary = `(function () {
  var base = new URL('.', document.currentScript.src);
  window.__zadarmaWidgetOrigin = base.origin;
  setTimeout(function () {
    var script = document.createElement('script');
    script.src = new URL('phone-interface.js', base).href;
    document.head.appendChild(script);
  }, 120);
})();
`;

/** Step 2: defines the function the page calls. */
export const loaderFunction = `(function () {
  setTimeout(function () {
    window.zadarmaWidgetFn = function (key, sip, shape, lang, fixed, position) {
      window.zdrmWebrtcPhoneInterface.start({
        key: key, sip: sip, shape: shape, lang: lang, fixed: fixed, position: position || {}
      });
    };
  }, 60);
})();
`;

/** The phone itself: a small box that registers, rings, answers and hangs up. */
export const phoneInterface = `(function () {
  var texts = {
    en: { ready: 'Phone ready', answer: 'Answer', refuse: 'Decline', end: 'Hang up', talking: 'Talking to' },
    pl: { ready: 'Telefon gotowy', answer: 'Odbierz', refuse: 'Odrzuć', end: 'Rozłącz', talking: 'Rozmowa z' }
  };
  var errors = { integration_disabled: 'WebRTC integration is disabled', sip_not_found: 'SIP not found' };
  var options, box, line, buttons, shown = '', sequence = 0;

  function place(position) {
    ['left', 'right', 'top', 'bottom'].forEach(function (side) {
      if (position[side]) box.style[side] = position[side];
    });
    if (!box.style.left && !box.style.right) box.style.right = '10px';
    if (!box.style.top && !box.style.bottom) box.style.bottom = '5px';
  }

  function draw() {
    box = document.createElement('div');
    box.className = 'webphone';
    box.setAttribute('role', 'region');
    box.setAttribute('aria-label', 'Zadarma webphone');
    box.style.cssText = 'position:' + (options.fixed ? 'fixed' : 'absolute') +
      ';z-index:9999;padding:10px 14px;background:#1f2a37;color:#ffffff;font:14px sans-serif;min-width:180px;' +
      'border-radius:' + (options.shape === 'rounded' ? '14px' : '0');
    place(options.position);
    line = document.createElement('div');
    line.className = 'webphone-status';
    buttons = document.createElement('div');
    buttons.className = 'webphone-button-container';
    box.appendChild(line);
    box.appendChild(buttons);
    document.body.appendChild(box);
  }

  function button(label, action, call) {
    var element = document.createElement('button');
    element.type = 'button';
    element.textContent = label;
    element.dataset.action = action;
    element.style.cssText = 'margin:8px 6px 0 0;padding:6px 10px;color:#111111;background:#ffffff;border:0';
    element.onclick = function () { ask('&action=' + action + '&call=' + encodeURIComponent(call)); };
    buttons.appendChild(element);
  }

  function show(state) {
    var view = JSON.stringify(state);
    if (view === shown) return;
    shown = view;
    var words = texts[options.lang] || texts.en;
    var call = state.calls[0];
    buttons.textContent = '';
    box.dataset.state = state.error ? 'error' : !call ? 'ready' : call.ringing ? 'ringing' : 'talking';
    if (state.error) { line.textContent = errors[state.error]; return; }
    if (!call) { line.textContent = words.ready + ' (' + options.sip + ')'; return; }
    line.textContent = call.ringing ? call.number : words.talking + ' ' + call.number;
    if (call.ringing) { button(words.answer, 'accept', call.id); button(words.refuse, 'refuse', call.id); }
    else button(words.end, 'hangup', call.id);
  }

  function ask(extra) {
    var name = 'zdrmState' + (sequence += 1);
    var script = document.createElement('script');
    var done = function () { delete window[name]; script.remove(); };
    window[name] = function (state) { show(state); };
    script.onload = script.onerror = done;
    script.src = window.__zadarmaWidgetOrigin + '/sys/webrtc/state.js?callback=' + name +
      '&key=' + encodeURIComponent(options.key) + '&sip=' + encodeURIComponent(options.sip) +
      '&domain=' + encodeURIComponent(location.hostname) + extra;
    document.head.appendChild(script);
  }

  window.zdrmWebrtcPhoneInterface = {
    start: function (given) {
      if (box) return;
      options = given;
      draw();
      ask('');
      setInterval(function () { ask(''); }, 1000);
    }
  };
})();
`;
