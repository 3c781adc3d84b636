// What every page must keep, whoever wrote it: readable by anyone, at any width. Gives the rules
// that the page breaks, in words. Run by the tests from outside: no page has a script of its own.
const wanted = arguments[0];
const broken = [];
const all = (selector) => [...document.querySelectorAll(selector)];
const isShown = (element) => element.checkVisibility({ visibilityProperty: true });

if (document.documentElement.lang !== wanted) {
  broken.push(`html lang is '${document.documentElement.lang}', the reader asked for '${wanted}'`);
}
if (!document.title.trim()) broken.push('no title');

const headings = all('h1, h2, h3, h4, h5, h6');
const count = headings.filter((heading) => heading.tagName === 'H1').length;
if (count !== 1) broken.push(`${count} h1 headings instead of one`);
headings.forEach((heading, index) => {
  const before = index === 0 ? 0 : Number(headings[index - 1].tagName[1]);
  const level = Number(heading.tagName[1]);
  if (level > before + 1) broken.push(`'${heading.innerText}' skips from h${before} to h${level}`);
});

const named = ['hidden', 'submit', 'button', 'reset', 'image'];
for (const field of all('input, select, textarea')) {
  if (named.includes(field.type)) continue;
  const label = [...field.labels].map((label) => label.innerText).join('');
  if (!label.trim() && !field.ariaLabel && !field.getAttribute('aria-labelledby')) {
    broken.push(`the field '${field.name}' has no label`);
  }
}
for (const element of all('a[href], button, summary').filter(isShown)) {
  if (!(element.ariaLabel || element.innerText || element.title).trim()) {
    broken.push(`a link or button without a name: ${element.outerHTML.slice(0, 120)}`);
  }
}
for (const image of all('img:not([alt])')) broken.push(`an image without alt: ${image.src}`);

const ids = all('[id]').map((element) => element.id);
for (const id of new Set(ids.filter((id, index) => ids.indexOf(id) !== index))) {
  broken.push(`the id '${id}' is there more than once`);
}
for (const name of ['aria-describedby', 'aria-labelledby', 'for']) {
  for (const element of all(`[${name}]`)) {
    for (const id of element.getAttribute(name).split(/\s+/)) {
      if (!ids.includes(id)) broken.push(`${name}='${id}', which is not there`);
    }
  }
}
for (const table of all('table')) {
  if (!table.caption) broken.push('a table without a caption');
}

// On a phone only menus may be moved sideways: text that leaves its box is not seen.
for (const box of innerWidth < 500 ? all('body *') : []) {
  const scrolls = ['auto', 'scroll', 'hidden'].includes(getComputedStyle(box).overflowX);
  if (scrolls && isShown(box) && !box.closest('nav') && box.clientWidth > 1
    && box.scrollWidth > box.clientWidth + 1) {
    const name = `${box.tagName.toLowerCase()}.${box.className}`;
    broken.push(`${name} holds ${box.scrollWidth} in a width of ${box.clientWidth}`);
  }
}

// All that a page does must go without: where there is none, nothing can depend on it.
if (all('script').length > 0) broken.push('a script');
return broken;
