
const { assets, pages } = JSON.parse(document.querySelector('#data').textContent);
const nodes = [...assets, ...pages].map(([name, size, uses], number) => ({ number, name, size, uses, users: [], isPage: number >= assets.length }));
for (const node of nodes) for (const used of node.uses) nodes[used].users.push(node.number);

// So many are listed, or drawn in a column: what is left out is counted.
const LISTED = 100, DRAWN = 20, LEVELS = 5, CHAINS = 200;
const NS = 'http://www.w3.org/2000/svg';

const element = (name, text, attributes = {}) => {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};
const link = node => element('a', node.name, { href: `#n${node.number}` });

const search = document.querySelector('#search'), found = document.querySelector('#found'), results = document.querySelector('#results');
search.addEventListener('input', () => {
  const wanted = search.value.toLowerCase();
  const matches = wanted ? nodes.filter(node => node.name.toLowerCase().includes(wanted)) : [];
  found.textContent = !wanted ? '' : matches.length > LISTED ? `The first ${LISTED} of ${matches.length} are listed.` : `${matches.length} found`;
  results.replaceChildren(...matches.slice(0, LISTED).map(node => {
    const item = element('li');
    item.append(link(node), ' ', element('small', `${node.isPage ? 'page' : 'asset'}, ${node.size}`));
    return item;
  }));
});

// All nodes that can be reached, level by level; each knows the one through which it was reached first.
const levels = (start, next) => {
  const through = new Map([[start.number, null]]);
  const all = [];
  for (let level = [start]; level.length; ) {
    const following = [];
    for (const node of level) for (const number of node[next]) {
      if (through.has(number)) continue;
      through.set(number, node.number);
      following.push(nodes[number]);
    }
    if (following.length) all.push(following);
    level = following;
  }
  return { all, through };
};

const svg = (name, attributes) => {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};
const shortened = (text, letters) => text.length > letters ? `…${text.slice(1 - letters)}` : text;

// Columns from users to what is used, the chosen one in the middle.
const draw = (chosen, users, used) => {
  const columns = [...users.slice(0, LEVELS).reverse(), [chosen], ...used.slice(0, LEVELS)];
  const [width, height, gap, step] = [210, 24, 50, 32];
  const rows = Math.max(...columns.map(column => Math.min(column.length, DRAWN + 1)));
  const total = [columns.length * (width + gap) - gap + 4, rows * step + 4];
  const picture = svg('svg', { width: total[0], height: total[1], viewBox: `0 0 ${total.join(' ')}`, role: 'img' });
  const places = new Map();
  columns.forEach((column, index) => {
    const shown = column.slice(0, DRAWN), top = (rows - Math.min(column.length, DRAWN + 1)) * step / 2;
    shown.forEach((node, row) => places.set(node.number, { node, x: 2 + index * (width + gap), y: 2 + top + row * step }));
    if (column.length > DRAWN) {
      const more = svg('text', { x: 10 + index * (width + gap), y: 2 + top + DRAWN * step + 16, class: 'more' });
      more.textContent = `… and ${column.length - DRAWN} more`;
      picture.append(more);
    }
  });
  for (const { node, x, y } of places.values()) for (const number of node.uses) {
    const target = places.get(number);
    if (!target || target.x <= x) continue;
    const [from, to, a, b] = [x + width, target.x, y + height / 2, target.y + height / 2];
    picture.append(svg('path', { d: `M${from} ${a}C${from + gap / 2} ${a} ${to - gap / 2} ${b} ${to} ${b}` }));
  }
  for (const { node, x, y } of places.values()) {
    const group = svg('a', { href: `#n${node.number}`, class: `${node.isPage ? 'page' : 'asset'}${node === chosen ? ' chosen' : ''}` });
    const label = svg('text', { x: x + 8, y: y + 16 }), title = svg('title', {});
    label.textContent = shortened(node.name, 27);
    title.textContent = `${node.name} (${node.size})`;
    group.append(title, svg('rect', { x, y, width, height, rx: 4 }), label);
    picture.append(group);
  }
  const frame = element('div', '', { class: 'drawing' });
  frame.append(picture);
  return frame;
};

const chains = (heading, { all, through }, isTowardsUse) => {
  const nodesFound = all.flat();
  if (!nodesFound.length) return [];
  const items = nodesFound.slice(0, CHAINS).map(node => {
    const chain = [];
    for (let number = node.number; number !== null; number = through.get(number)) chain.push(nodes[number]);
    if (isTowardsUse) chain.reverse();
    const item = element('li');
    chain.forEach((node, index) => item.append(...(index ? [' → '] : []), link(node)));
    return item;
  });
  const list = element('ul', '', { class: 'chains' });
  list.append(...items);
  const cut = nodesFound.length > CHAINS ? [element('p', `The first ${CHAINS} of ${nodesFound.length} are listed.`)] : [];
  return [element('h2', `${heading} (${nodesFound.length})`), list, ...cut];
};

const show = () => {
  const chosen = nodes[Number(location.hash.slice(2))];
  const chart = document.querySelector('#chart');
  chart.hidden = !chosen || !location.hash.startsWith('#n');
  if (chart.hidden) return;
  const users = levels(chosen, 'users'), used = levels(chosen, 'uses');
  const pagesUsing = users.all.flat().filter(node => node.isPage).length;
  const about = chosen.isPage ? `weighs ${chosen.size}` : `${chosen.size}, on ${pagesUsing} page${pagesUsing === 1 ? '' : 's'}`;
  chart.replaceChildren(
    element('h2', chosen.name), element('p', about), draw(chosen, users.all, used.all),
    ...chains('Used by', users, false), ...chains('Uses', used, true));
  chart.scrollIntoView({ block: 'start' });
};
addEventListener('hashchange', show);
show();
