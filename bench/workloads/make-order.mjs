/**
 * Nested orders, the same ones each time: about 1,340 bytes of JSON each, 31 columns once flattened, 3 to 5 line items
 * and 0 to 4 tags, so about 7 table rows an order. Names and notes are not all ASCII; some numbers of a column are
 * whole and some are not; some values are null.
 */

import { cents, chanceOf, firstId } from './chance.mjs';

/** @param {number} number of the order, from 0 */
export function makeOrder(number) {
  const chance = chanceOf(number);
  const created = Date.UTC(2023, 0, 1) + number * 1000 + chance.below(1000);
  const items = Array.from({ length: 3 + chance.below(3) }, () => makeItem(chance));
  const total = cents(items.reduce((sum, item) => sum + item.quantity * item.unit_price, 0));
  return {
    id: firstId + number,
    uuid: chance.uuid(),
    number: `SO-${2023 + (number % 3)}-${number % 97}-${(number * 7) % 1_000_003}`,
    status: chance.of(words.status),
    created_at: new Date(created).toISOString(),
    updated_at: new Date(created + chance.below(86_400_000)).toISOString(),
    currency: chance.of(words.currency),
    total,
    tax: cents(total * 0.19),
    discount: chance.next() < 0.7 ? null : chance.price(10),
    paid: chance.next() < 0.75,
    test: chance.next() < 0.01,
    reference: chance.below(1_000_000_000),
    note: chance.next() < 0.8 ? null : chance.of(words.note),
    tags: Array.from({ length: chance.below(5) }, () => chance.of(words.tag)),
    customer: makeCustomer(chance),
    shipping: {
      method: chance.of(words.method),
      cost: chance.price(30),
      eta: new Date(created + 3 * 86_400_000).toISOString().slice(0, 10),
    },
    client: {
      ip: `10.${chance.below(256)}.${chance.below(256)}.${chance.below(256)}`,
      user_agent: chance.of(words.userAgent),
    },
    line_items: items,
  };
}

function makeItem(chance) {
  return {
    sku: `SKU-${chance.hex(8).toUpperCase()}`,
    title: `${chance.of(words.thing)} ${chance.of(words.thing)} ${chance.of(words.thing)}`,
    quantity: 1 + chance.below(4),
    unit_price: chance.price(200),
    taxable: chance.next() < 0.8,
    attributes: { color: chance.of(words.color), weight_g: 50 + chance.below(5000) },
  };
}

function makeCustomer(chance) {
  const [city, country] = chance.of(words.city);
  return {
    id: 500_000 + chance.below(200_000),
    first_name: chance.of(words.firstName),
    last_name: chance.of(words.lastName),
    email: `user${chance.below(200_000)}@example.com`,
    phone: chance.next() < 0.5 ? null : `+49 30 ${1_000_000 + chance.below(9_000_000)}`,
    verified: chance.next() < 0.6,
    address: {
      street: `${1 + chance.below(200)} ${chance.of(words.thing)} street`,
      city,
      zip: String(10_000 + chance.below(90_000)),
      country,
      geo: {
        lat: Math.round((chance.next() * 180 - 90) * 1e6) / 1e6,
        lng: Math.round((chance.next() * 360 - 180) * 1e6) / 1e6,
      },
    },
  };
}

const words = {
  status: ['pending', 'paid', 'shipped', 'delivered', 'cancelled', 'refunded'],
  currency: ['EUR', 'USD', 'SEK', 'JPY'],
  tag: ['new', 'vip', 'wholesale', 'gift', 'priority', 'returning', 'newsletter', 'fragile'],
  color: ['red', 'blue', 'black', 'white', 'olive', 'navy blue', 'off-white'],
  method: ['standard', 'express', 'pickup', 'economy'],
  userAgent: ['Mozilla/5.0 (X11; Linux x86_64)', 'Mozilla/5.0 (Windows NT 10.0; Win64)', 'okhttp/4.12.0', 'curl/8.5.0'],
  note: ['Please ring "twice"', 'Ligne 1\nLigne 2 — merci ☕', 'C:\\path\\to, or; not', 'Geschenk, ohne Preis 🎁'],
  firstName: ['Ada', 'Björn', 'Chloé', 'Dmitri', 'Emeka', 'Fatima', 'Håkon', '春子', 'José', 'Mei', "O'Neil"],
  lastName: ['Lovelace', 'Østergård', 'Dupont', 'Okafor', 'Al-Masri', 'Nilsen', '田中', 'Kovač', 'García', 'Smith'],
  city: [
    ['Berlin', 'DE'],
    ['Malmö', 'SE'],
    ['Paris', 'FR'],
    ['Lagos', 'NG'],
    ['New York', 'US'],
    ['東京', 'JP'],
    ['Zagreb', 'HR'],
    ['Bogotá', 'CO'],
    ['Dublin', 'IE'],
  ],
  thing: ['cotton', 'linen', 'steel', 'ceramic', 'oak', 'walnut', 'copper', 'glass', 'leather', 'canvas', 'bamboo']
    .concat(['slate', 'marble', 'classic', 'modern', 'compact', 'travel', 'deluxe', 'mini', 'large', 'mug', 'lamp'])
    .concat(['chair', 'shelf', 'bag', 'towel', 'bowl', 'plate', 'kettle', 'clock', 'frame']),
};
