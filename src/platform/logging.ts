import { LoggerModule } from 'nestjs-pino';
import type { DynamicModule } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import type { AppConfig } from './config.js';
import { fitForLog } from './log-lines.js';

/** One JSON line a request and a message, never a body and never a key; what cannot be seen is escaped. */
export function loggerModule(config: Pick<AppConfig, 'logLevel'>): DynamicModule {
  return LoggerModule.forRoot({
    pinoHttp: {
      level: config.logLevel,
      // The server's first hook chose the id already.
      genReqId: (request: IncomingMessage & { id?: string }) => request.id ?? '',
      hooks: { streamWrite: fitForLog },
      redact: { paths: ['req.headers.authorization', 'req.headers.cookie'], censor: '[redacted]' },
      // The server writes the line of a request itself, also of one that it refused.
      autoLogging: false,
      serializers: { req: ({ id, method, url }: { id: unknown; method: unknown; url: unknown }) => ({ id, method, url: String(url).split('?', 1)[0] }) },
      quietReqLogger: true,
      customAttributeKeys: { reqId: 'correlationId' },
    },
  });
}
