// Runs inside a page, where nothing of ours can be imported: says what is there, and what must not be so.
// Each fault is `kind: what and where`.
(() => {
  const LEAST_TARGET = 44;
  // The desk's menu, which must be in view at once where there is a mouse.
  const LEAST_OF_MENU = matchMedia('(pointer: fine)').matches ? 36 : LEAST_TARGET;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const isSeen = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return element.checkVisibility({ visibilityProperty: true }) && width > 1 && height > 1;
  };
  const nameOf = (element) => {
    const { id, className } = element;
    const classes = typeof className === 'string' && className !== '' ? `.${className.split(' ')[0]}` : '';
    const text = element.textContent.trim().replaceAll(/\s+/g, ' ').slice(0, 30);
    return `${element.localName}${id ? `#${id}` : ''}${classes} 「${text}」`;
  };
  // biome-ignore lint/performance/useDomNodeTextContent: what is folded away or hidden has not been said
  const shownText = document.body.innerText;
  const japanese = /[\u3040-\u30ff\u4e00-\u9fff\uff66-\uff9f]/;

  const headings = () => {
    const seen = all('h1, h2, h3, h4, h5, h6').filter((heading) => heading.checkVisibility());
    const levels = seen.map((heading) => Number(heading.localName[1]));
    const faults = seen.flatMap((heading, n) =>
      levels[n] > (levels[n - 1] ?? 0) + 1 ? [`heading: a level is skipped before ${nameOf(heading)}`] : [],
    );
    const first = levels.filter((level) => level === 1).length;
    return first === 1 ? faults : [...faults, `heading: ${first} h1`];
  };

  const frame = () => {
    const faults = [];
    const [skip] = all('a[href], button, input, select, textarea, summary');
    if (skip?.getAttribute('href') !== '#main' || !document.querySelector('main#main')) {
      faults.push('frame: the first thing that can be focused is no link to #main');
    }
    const viewport = document.querySelector('meta[name=viewport]')?.getAttribute('content') ?? '';
    if (/maximum-scale|user-scalable/.test(viewport)) faults.push(`frame: the viewport is ${viewport}`);
    for (const one of ['body > header', 'main']) {
      if (all(one).length !== 1) faults.push(`frame: ${all(one).length} ${one}`);
    }
    if (all('body > footer').length > 1) faults.push('frame: more than one footer');
    const ids = all('[id]').map(({ id }) => id);
    const twice = ids.filter((id, n) => ids.indexOf(id) !== n);
    if (twice.length > 0) faults.push(`frame: ids that are there twice: ${twice.join(' ')}`);
    const late = all('[tabindex]').filter((element) => element.tabIndex > 0);
    faults.push(...late.map((element) => `frame: tabindex ${element.tabIndex} on ${nameOf(element)}`));
    const inline = all('style, [style], script:not([src]):not([type="application/ld+json"])');
    faults.push(...inline.map((element) => `frame: inline style or script in ${nameOf(element)}`));
    // The desks' first-keys.js is to hear the first key of a page: a browser that has it waits for nothing.
    const waitedFor = all('script[src]:not([defer], [async], [type=module], [src$="/first-keys.js"])');
    faults.push(...waitedFor.map(({ src }) => `frame: the first paint waits for ${new URL(src).pathname}`));
    return faults;
  };

  const fields = () =>
    all('input:not([type=hidden]), select, textarea').flatMap((field) => {
      const faults = [];
      const described = (field.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean);
      for (const id of described) {
        if (!document.getElementById(id))
          faults.push(`field: ${nameOf(field)} is described by #${id}, which is not there`);
      }
      if (field.getAttribute('aria-invalid') === 'true' && described.length === 0) {
        faults.push(`field: ${nameOf(field)} is wrong and does not say why`);
      }
      const { type } = field;
      const autocomplete = field.getAttribute('autocomplete') ?? '';
      if (type === 'password' && !/^(current|new)-password$/.test(autocomplete)) {
        faults.push(`field: ${nameOf(field)} has autocomplete "${autocomplete}"`);
      }
      if (['email', 'tel'].includes(type) && autocomplete === '') {
        faults.push(`field: ${nameOf(field)} has no autocomplete`);
      }
      if (type === 'password' || type === 'email') {
        const paste = new ClipboardEvent('paste', { bubbles: true, cancelable: true });
        if (!field.dispatchEvent(paste)) faults.push(`field: nothing can be pasted into ${nameOf(field)}`);
        if (field.readOnly) faults.push(`field: ${nameOf(field)} cannot be written in`);
      }
      return faults;
    });

  const messages = () =>
    all('.notice--ok, .notice--stop, [data-refusal].notice, .field-error').flatMap((message) => {
      if (message.classList.contains('field-error')) {
        const named = message.id !== '' && document.querySelector(`[aria-describedby~="${message.id}"]`);
        return named ? [] : [`message: no field is described by ${nameOf(message)}`];
      }
      return message.closest('[role=alert], [role=status]')
        ? []
        : [`message: ${nameOf(message)} is neither alert nor status`];
    });

  /** A link within a sentence may be as small as the sentence. */
  const isInSentence = (element) => {
    const { display } = getComputedStyle(element);
    if (element.localName !== 'a' || !['inline', 'inline-block'].includes(display)) return false;
    const around = element.parentElement.textContent.replaceAll(/\s/g, '');
    return around.length > element.textContent.replaceAll(/\s/g, '').length;
  };
  const targets = () =>
    all('a[href], button, summary, input:not([type=hidden]), select, textarea').flatMap((element) => {
      if (!isSeen(element) || element.classList.contains('skip') || isInSentence(element)) return [];
      const chosen = ['radio', 'checkbox'].includes(element.type);
      const target = (chosen && element.labels?.[0]) || element;
      const { width, height } = target.getBoundingClientRect();
      const least = element.closest('.s-rail') ? LEAST_OF_MENU : LEAST_TARGET;
      return Math.min(width, height) >= least - 0.5
        ? []
        : [`target: ${nameOf(target)} is ${Math.round(width)} × ${Math.round(height)}`];
    });

  /** On an English page what is Japanese says so, so that it is read aloud as Japanese. */
  const languages = () => {
    if (document.documentElement.lang !== 'en') return [];
    const title = document.title.split('｜')[0].replace(/“.*”/, '');
    // The title of a book stays as it is; its heading then says that it is Japanese.
    const ofBook = document.querySelector('h1[lang=ja], h1 [lang=ja]') !== null;
    const faults = japanese.test(title) && !ofBook ? [`language: the title is 「${document.title}」`] : [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const inside = node.parentElement;
      if (!japanese.test(node.data) || inside.closest('script, style')) continue;
      if (inside.closest('[lang]').lang !== 'ja')
        faults.push(`language: ${nameOf(inside)} is Japanese and does not say so`);
    }
    for (const element of all('[aria-label], [title], [placeholder], [alt]', document.body)) {
      for (const attribute of ['aria-label', 'title', 'placeholder', 'alt']) {
        const text = element.getAttribute(attribute) ?? '';
        if (japanese.test(text) && element.closest('[lang]').lang !== 'ja') {
          faults.push(`language: ${attribute} 「${text}」 is Japanese`);
        }
      }
    }
    return faults;
  };

  const forms = () =>
    all('form[method=post]').flatMap((form) => {
      const faults = [];
      if (!form.querySelector('input[type=hidden][name=_token]'))
        faults.push(`form: ${form.action} has no token`);
      if (new URL(form.action).origin !== location.origin) faults.push(`form: ${form.action} goes elsewhere`);
      return faults;
    });

  const words = () => {
    const text = shownText;
    const odd = /undefined|\bNaN\b|\[object |\bnull\b|\{\w+\}|\b20\d\d-\d\d-\d\d\b/.exec(text);
    const at = odd ? text.slice(Math.max(0, odd.index - 20), odd.index + 30).replaceAll('\n', ' ') : '';
    return odd ? [`words: 「${at}」`] : [];
  };

  const pathOf = (element) => {
    const path = [];
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      path.unshift(
        `${one.localName}.${[...one.parentElement.children].filter((x) => x.localName === one.localName).indexOf(one)}`,
      );
    }
    return path.join(' ');
  };

  const help = document.querySelector('.help-line');
  return {
    title: document.title,
    path: location.pathname,
    lang: document.documentElement.lang,
    text: shownText,
    help: help ? pathOf(help) : '',
    faults: [headings, frame, fields, messages, targets, languages, forms, words].flatMap((look) => look()),
  };
})();
