import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * What becomes of a COMMIT: passed on, and its answer lost with the connection; lost before it arrives; or passed on,
 * and nothing ever comes back.
 */
export type Cut = 'after' | 'before' | 'silence';

export interface CuttingProxy {
  readonly port: number;
  /** Does this to the next COMMIT. */
  cut(how: Cut): void;
  /** How many connections were made. */
  readonly connections: () => number;
  close(): Promise<void>;
}

/** Stands before a server of Postgres that speaks without TLS. */
export async function cuttingProxy(serverPort: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let next: Cut | undefined;
  let count = 0;
  const server = createServer((client) => {
    count += 1;
    const upstream = connect(serverPort, '127.0.0.1');
    let isSilent = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    upstream.on('data', (bytes) => {
      if (isSilent) return;
      client.write(bytes);
    });
    client.on('data', (bytes) => {
      const how = bytes.includes('Q\0\0\0\x0bCOMMIT\0') ? next : undefined;
      if (how === undefined) return void upstream.write(bytes);
      next = undefined;
      if (how === 'before') {
        upstream.destroy();
        client.destroy();
        return;
      }
      isSilent = true;
      upstream.write(bytes);
      // Its answer has come when the server is done.
      if (how === 'after') upstream.once('data', () => client.destroy());
    });
    client.on('close', () => upstream.end());
    upstream.on('close', () => {
      if (!isSilent) client.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    // Listening on a port, so the address is not a pipe's name.
    port: (server.address() as AddressInfo).port,
    cut(how) {
      next = how;
    },
    connections: () => count,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
