/** Numbers that look random and are the same for the same row: SplitMix32, so that a workload is the same each time. */
export function chanceOf(number) {
  let state = Math.imul(number + 1, 0x9e3779b1);
  const next = () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
  const below = (limit) => Math.floor(next() * limit);
  return {
    next,
    below,
    of: (list) => list[below(list.length)],
    price: (most) => cents(next() * most),
    hex: (digits) => Array.from({ length: digits }, () => below(16).toString(16)).join(''),
    uuid() {
      return [8, 4, 4, 4, 12].map((digits) => this.hex(digits)).join('-');
    },
  };
}

export const cents = (amount) => Math.round(amount * 100) / 100;

/** Ids have ten digits and come first in a row, so that one can be written over another. */
export const firstId = 1_000_000_000;

/** The time of a row, a second after the one before. */
export const timeOf = (number, afterMs = 0) => new Date(Date.UTC(2023, 0, 1) + number * 1000 + afterMs).toISOString();

/** Never whole, and with few digits, so that a column of them is of one type for every contender. */
export const thousandths = (chance) => (chance.below(100_000) * 10 + 5) / 1000;
