import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { vi } from 'vitest';

/** Starts Debian's nginx with what stands in its `http` block, and waits until it listens at 127.0.0.1:`port`. */
export async function startNginx(folder: string, http: string, port: number): Promise<{ stop: () => Promise<void> }> {
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  );
  const conf = join(folder, 'nginx.conf');
  await writeFile(
    conf,
    `daemon off; pid ${folder}/pid; error_log stderr; worker_processes 1; events {}
    http { access_log off; ${paths.join(' ')} ${http} }`,
  );
  const nginx = spawn('nginx', ['-p', folder, '-c', conf], { stdio: ['ignore', 'ignore', 'inherit'] });
  await vi.waitFor(
    async () => {
      const socket = connect(port, '127.0.0.1');
      try {
        await once(socket, 'connect');
      } finally {
        socket.destroy();
      }
    },
    { timeout: 60_000, interval: 100 },
  );
  return {
    stop: async () => {
      if (nginx.exitCode !== null) return;
      nginx.kill('SIGTERM');
      await once(nginx, 'exit');
    },
  };
}
