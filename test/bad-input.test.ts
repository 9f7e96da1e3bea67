import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { canary, expectError, pageTarget, unitTargets, withShop, type Fault } from './bad-input/shop.ts';

/** Answers one request, each time or only the first time, with something bad. */
function bad(target: string, answer: (response: Parameters<Fault>[1]) => void, always = true): Fault {
  return (asked, response, earlier) => {
    if (asked !== target || (!always && earlier > 0)) return false;
    answer(response);
    return true;
  };
}

/** What is waited for is what the server asks for: nothing. */
const atOnce = { 'content-type': 'application/json', 'retry-after': '0' };

describe('a wrong configuration', () => {
  test('all mistakes are told at once, each with path, value and nearest key; nothing is asked or made', async () => {
    await withShop(async (shop) => {
      await shop.configure((text) =>
        text
          .replace('base_url: http', 'base_ulr: http')
          .replace('type: bearer', 'type: baerer')
          .replace('page_number', 'page_numbr')
          .replace('write_disposition: append', 'write_disposition: apend')
          .replace('resources.orders.id', 'resources.ordres.id'),
      );
      const ended = await shop.run();
      expectError(ended, {
        exitCode: 2,
        code: 'config_invalid',
        says: [
          /"shop\.yaml": it has \d+ mistakes/,
          /client\.base_ulr: .*base_url/,
          /client\.auth\.type: .*"baerer".*bearer/,
          /resources\[0\]\.endpoint\.paginator\.type: .*"page_numbr".*page_number/,
          /resource_defaults\.write_disposition: .*"apend".*append/,
          /resources\[1\]\.endpoint: .*"ordres".*"orders"/,
        ],
      });
      expect(shop.asked).toEqual([]);
      expect(await readdir(shop.folder)).toEqual(['shop.yaml']);
      await shop.expectNoCanary(ended);
      await shop.configure();
      await shop.expectWhole(await shop.run());
    });
  });

  test('a credential that is nowhere is one of the mistakes, and where to set it is said', async () => {
    await withShop(async (shop) => {
      await shop.configure((text) => text.replace(/, token: .* }/, ' }'));
      const ended = await shop.run();
      expectError(ended, {
        exitCode: 2,
        code: 'config_invalid',
        says: [/client\.auth\.token: is not set\. Set SOURCES__SHOP__TOKEN/],
      });
      expect(shop.asked).toEqual([]);
      await shop.expectWhole(await shop.run('--set', `sources.shop.token=${canary}`));
    });
  });
});

describe('wrong credentials', () => {
  test('from the start: told once, without the credential, which the server repeats', async () => {
    await withShop(async (shop) => {
      const wrong = canary.replace('Kw', 'xx');
      await shop.configure((text) => text.replace('Kw', 'xx'));
      const ended = await shop.run();
      expectError(ended, {
        exitCode: 1,
        code: 'http_unauthorized',
        says: [/GET http.*\/orders\?page=1: the answer has status 401/, 'client.auth'],
      });
      expect(ended.messages + ended.output).not.toContain(wrong.slice(0, 10));
      expect(shop.asked).toEqual([pageTarget(0)]);
      await shop.expectNoCanary(ended);
      await shop.configure();
      await shop.expectWhole(await shop.run(), [pageTarget(0)]);
    });
  });

  test('F2.9: that run out on the way: what was answered before is not asked again', async () => {
    await withShop(async (shop) => {
      shop.fault = bad(pageTarget(2), (response) => response.writeHead(401).end('expired'));
      const ended = await shop.run();
      expectError(ended, { exitCode: 1, code: 'http_unauthorized', says: [/page=3.*status 401.*"expired"/] });
      shop.fault = undefined;
      await shop.expectWhole(await shop.run(), [pageTarget(2)]);
    });
  });
});

describe.concurrent('an API that is down', () => {
  test('from the start: the address and what to check are named', { timeout: 60_000 }, async () => {
    await withShop(async (shop) => {
      await shop.stop();
      const ended = await shop.run();
      expectError(ended, {
        exitCode: 1,
        code: 'http_unreachable',
        says: [/Cannot reach http:\/\/127\.0\.0\.1:\d+: connection refused/, 'client.base_url'],
      });
      await shop.expectNoCanary(ended);
      await shop.start();
      await shop.expectWhole(await shop.run());
    });
  });

  test('F2.8: in the middle, with 503 for every request: nothing of before is lost or asked again', async () => {
    await withShop(async (shop) => {
      shop.fault = bad(pageTarget(3), (response) => response.writeHead(503, atOnce).end('down for repair'));
      const ended = await shop.run('--package-size', '1KB');
      expectError(ended, { exitCode: 1, code: 'http_status', says: [/page=4.*status 503, 5 times.*down for repair/] });
      shop.fault = undefined;
      await shop.expectWhole(await shop.run(), Array<string>(5).fill(pageTarget(3)));
    });
  });
});

describe.concurrent('an answer that cannot be read', () => {
  test('F2.4: not JSON: status, type and beginning are shown, with its secrets masked', async () => {
    await withShop(async (shop) => {
      const html = `<html><title>Welcome</title>${canary}</html>`;
      shop.fault = bad(pageTarget(1), (response) => response.writeHead(200, { 'content-type': 'text/html' }).end(html));
      const ended = await shop.run();
      expectError(ended, {
        exitCode: 1,
        code: 'body_not_json',
        says: [/"orders": status 200, text\/html, not JSON: "<html><title>Welcome/, 'base_url'],
      });
      await shop.expectNoCanary(ended);
      shop.fault = undefined;
      await shop.expectWhole(await shop.run(), [pageTarget(1)]);
    });
  });

  const whole = '{"pages": 4, "data": [{"id": 3, "lines": []}]}';
  const cuts: readonly [kind: string, code: string, cut: Parameters<typeof bad>[1]][] = [
    [
      'F2.2: with a length',
      'http_unreachable',
      (response) => {
        response.writeHead(200, { ...atOnce, 'content-length': whole.length });
        response.write(whole.slice(0, 20), () => response.destroy());
      },
    ],
    [
      'F2.2: in chunks',
      'http_unreachable',
      (response) => {
        response.writeHead(200, atOnce);
        response.write(whole.slice(0, 20), () => response.destroy());
      },
    ],
    [
      'F2.3: without a length',
      'body_not_json',
      (response) => {
        response.useChunkedEncodingByDefault = false;
        response.writeHead(200, { ...atOnce, connection: 'close' }).end(whole.slice(0, 20));
      },
    ],
  ];

  test.each(cuts)('%s: cut once it is asked again, cut always it is an error', async (_, code, cut) => {
    await withShop(async (shop) => {
      shop.fault = bad(pageTarget(1), cut, false);
      await shop.expectWhole(
        await shop.run('--destination', 'duckdb:once.duckdb', '--pipeline', 'once', '--dataset', 'shop_dataset'),
        [pageTarget(1)],
        'once.duckdb',
      );
      shop.asked.length = 0;
      shop.fault = bad(pageTarget(1), cut);
      const ended = await shop.run();
      expectError(ended, { exitCode: 1, code, says: [/"orders"|orders\?page=2/, /again/] });
      expect(shop.asked.filter((target) => target === pageTarget(1))).toHaveLength(5);
      await shop.expectNoCanary(ended);
      shop.fault = undefined;
      await shop.expectWhole(await shop.run(), Array<string>(5).fill(pageTarget(1)));
    });
  });

  test('F2.6: a selector that finds nothing on the first page is an error that names what is there', async () => {
    await withShop(async (shop) => {
      await shop.configure((text) => text.replace('data_selector: data', 'data_selector: dta'));
      const ended = await shop.run();
      expectError(ended, {
        exitCode: 1,
        code: 'selector_missed',
        says: ['rows of "orders": data_selector "dta"', 'Did you mean "data"?', 'pages, data'],
      });
      await shop.configure();
      await shop.expectWhole(await shop.run(), [pageTarget(0)]);
    });
  });

  test('F2.6: the same for a resource below another, whose parent stays answered', async () => {
    await withShop(async (shop) => {
      const [, firstNotes = ''] = unitTargets(0);
      shop.fault = bad(firstNotes, (response) => response.writeHead(200).end('{"notes": []}'));
      const ended = await shop.run();
      expectError(ended, { exitCode: 1, code: 'selector_missed', says: ['rows of "notes"', 'has: notes'] });
      shop.fault = undefined;
      await shop.expectWhole(await shop.run(), [firstNotes]);
    });
  });
});

test('what was printed and what is on disk never holds the credential, with --debug either', async () => {
  await withShop(async (shop) => {
    shop.fault = bad(pageTarget(1), (response) => response.writeHead(400).end(`no: Bearer ${canary}`));
    const ended = await shop.run('--debug');
    expect(ended.messages).toMatch(/^ +at /m);
    expect(ended.messages).toContain('status 400');
    await shop.expectNoCanary(ended);
    expect(await readdir(join(shop.folder, '.sluice', 'pipelines', 'shop'))).toContain('last-run.json');
  });
});
