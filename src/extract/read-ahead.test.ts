import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Ahead } from './ahead.ts';
import { AheadStream, inOrder, whoeverIsReady, type AheadOptions } from './read-ahead.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function* counting(count: number, seen: (number: number) => void = () => undefined): AsyncGenerator<number> {
  for (let number = 0; number < count; number += 1) {
    await turn();
    seen(number);
    yield number;
  }
}

const options = (ahead: Ahead, most = 2): AheadOptions<number> => ({ ahead, kind: 'rows', countOf: () => 1, most });
const roomy = (): Ahead => Ahead.within({ rows: 1000, streams: 1000 });

async function all<T>(stream: AsyncIterable<T>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

async function turns(count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) await turn();
}

describe('AheadStream', () => {
  test('reads a few items before they are asked for, and no more', async () => {
    const read: number[] = [];
    const stream = new AheadStream(
      counting(100, (number) => read.push(number)),
      options(roomy()),
    );
    await turns(50);
    expect(read).toEqual([0, 1]);
    await stream.next();
    await turns(50);
    expect(read).toEqual([0, 1, 2]);
    await stream.return();
  });

  test('a failure is told after what came before it, each time', async () => {
    async function* failing(): AsyncGenerator<number> {
      yield 1;
      await turn();
      throw new Error('broken');
    }
    const stream = new AheadStream(failing(), options(roomy()));
    await turns(5);
    expect(await stream.next()).toEqual({ done: false, value: 1 });
    await expect(stream.next()).rejects.toThrow('broken');
    await expect(stream.next()).rejects.toThrow('broken');
  });

  test('without room only the first is read ahead, and what somebody waits for', async () => {
    const read: number[] = [];
    const full = Ahead.within({ rows: 0, streams: 0 });
    const stream = new AheadStream(
      counting(9, (number) => read.push(number)),
      options(full),
    );
    await turns(20);
    expect(read).toEqual([0]);
    expect(await all(stream)).toHaveLength(9);
  });

  test('room that is given back is used by who had to wait', async () => {
    const ahead = Ahead.within({ rows: 2, streams: 9 });
    const one = new AheadStream(counting(9), options(ahead));
    await turns(20);
    const read: number[] = [];
    const two = new AheadStream(
      counting(9, (number) => read.push(number)),
      options(ahead),
    );
    await turns(20);
    expect(read).toEqual([0]);
    await one.return();
    await turns(20);
    expect(read).toEqual([0, 1]);
    await two.return();
  });

  test('to close it closes the source, also while it is being read', async () => {
    let closed = 0;
    async function* closing(): AsyncGenerator<number> {
      try {
        for (;;) {
          await turn();
          yield 1;
        }
      } finally {
        closed += 1;
      }
    }
    const stream = new AheadStream(closing(), options(roomy()));
    await turn();
    await stream.return();
    expect(closed).toBe(1);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });
});

describe('inOrder()', () => {
  test('begins the next streams while one is read, within bounds', async () => {
    let open = 0;
    let most = 0;
    const task = async function* (number: number): AsyncGenerator<string> {
      open += 1;
      most = Math.max(most, open);
      for await (const item of counting(3)) yield `${number}.${item}`;
      open -= 1;
    };
    const ahead = Ahead.within({ rows: 1000, streams: 4 });
    const items = await all(inOrder([...Array(20).keys()], { ahead, open: task, rowCountOf: () => 1, most: 16 }));
    expect(items).toEqual([...Array(20).keys()].flatMap((number) => [0, 1, 2].map((item) => `${number}.${item}`)));
    expect(most).toBeGreaterThan(3);
    expect(most).toBeLessThan(8);
  });

  test.each([
    [1, 0.05],
    [5000, 0.25],
  ])('what was begun for later does not hold up what is next: pages of %i rows', async (rows, idleShare) => {
    const underWay: number[] = [];
    let open = 0;
    const walk = async function* (): AsyncGenerator<number> {
      open += 1;
      await turns(5);
      open -= 1;
      underWay.push(open);
      yield 1;
    };
    const page = async function* (_: number, later: Ahead): AsyncGenerator<number> {
      const walks = Array.from({ length: 40 });
      yield* inOrder(walks, { ahead: later, open: walk, rowCountOf: () => rows, most: 16, least: 8 });
    };
    const ahead = Ahead.within({ rows: 1000, streams: 64 });
    const pages = inOrder([...Array(20).keys()], { ahead, open: page, rowCountOf: () => rows, most: 4 });
    expect(await all(pages)).toHaveLength(800);
    expect(underWay.filter((count) => count < 7).length).toBeLessThan(underWay.length * idleShare);
  });

  test('what is left early closes all that was begun', async () => {
    let open = 0;
    const task = async function* (): AsyncGenerator<number> {
      open += 1;
      try {
        yield* counting(9);
      } finally {
        open -= 1;
      }
    };
    for await (const item of inOrder([1, 2, 3, 4], { ahead: roomy(), open: task, rowCountOf: () => 1, most: 16 })) {
      await turns(10);
      expect(open).toBe(4);
      if (item === 1) break;
    }
    expect(open).toBe(0);
  });

  test('whatever the lengths, the failures and the room: the items of all tasks in order up to the first failure', async () => {
    const tasks = fc.array(fc.record({ count: fc.nat(5), fails: fc.boolean() }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(tasks, fc.nat(6), fc.nat(4), async (list, rows, streams) => {
        const open = async function* (task: { count: number; fails: boolean }): AsyncGenerator<string> {
          for await (const item of counting(task.count)) yield `${list.indexOf(task)}.${item}`;
          if (task.fails) throw new Error(`${list.indexOf(task)}`);
        };
        const got: string[] = [];
        const ahead = Ahead.within({ rows, streams });
        const reading = (async () => {
          for await (const item of inOrder(list, { ahead, open, rowCountOf: () => 1, most: 16 })) got.push(item);
        })();
        const failing = list.findIndex(({ fails }) => fails);
        if (failing < 0) await reading;
        else await expect(reading).rejects.toThrow(`${failing}`);
        const whole = failing < 0 ? list : list.slice(0, failing + 1);
        expect(got).toEqual(
          whole.flatMap(({ count }, task) => [...Array(count).keys()].map((item) => `${task}.${item}`)),
        );
        expect([ahead.hasRoomFor('rows'), ahead.hasRoomFor('streams')]).toEqual([rows > 0, rows > 0 && streams > 0]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('whoeverIsReady()', () => {
  test('gives the stream that has something, and a slow one holds nobody up', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    async function* slow(): AsyncGenerator<string> {
      await gate;
      yield 'slow';
    }
    async function* quick(): AsyncGenerator<string> {
      yield 'a';
      yield 'b';
      release();
    }
    const got: string[] = [];
    const waiting = { ahead: roomy(), kind: 'rows', countOf: () => 1, most: 2 } as const;
    const streams = whoeverIsReady(
      [slow, quick].map((source) => () => new AheadStream(source(), waiting)),
      8,
    );
    for await (const stream of streams) {
      const item = await stream.next();
      if (item.done !== true) got.push(item.value);
    }
    expect(got).toEqual(['a', 'b', 'slow']);
  });

  test('begins no more than it may', async () => {
    let begun = 0;
    const source = async function* (): AsyncGenerator<number> {
      begun += 1;
      yield 1;
    };
    const sources = Array.from({ length: 5 }, () => () => new AheadStream(source(), options(roomy(), 1)));
    const streams = whoeverIsReady(sources, 2);
    await streams.next();
    await turns(5);
    expect(begun).toBe(2);
    await streams.return();
  });
});
