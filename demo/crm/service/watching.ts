import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/**
 * Counts a service's requests for Prometheus, by the route's pattern, so that no id and no search word is in a metric. They are read at `/metrics`, and
 * whether the service is ready at `/health`.
 *
 * @param name As metrics call it: `contacts`
 */
export function addWatching(service: FastifyInstance, name: string, isReady: () => boolean): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: `backchannel_${name}_requests_total`,
    help: 'Requests that were answered, by route and status.',
    labelNames: ['route', 'status'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: `backchannel_${name}_request_seconds`,
    help: 'How long an answer took, by route.',
    labelNames: ['route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  service.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    requests.inc({ route, status: String(reply.statusCode) });
    seconds.observe({ route }, reply.elapsedTime / 1000);
  });
  service.get('/metrics', async (_request, reply) =>
    reply
      .type(registry.contentType)
      .header('cache-control', 'no-store')
      .send(await registry.metrics()),
  );
  service.get('/health', (_request, reply) =>
    reply
      .status(isReady() ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ isReady: isReady() }),
  );
}
