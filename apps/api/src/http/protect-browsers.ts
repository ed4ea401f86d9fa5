import type { IncomingHttpHeaders } from 'node:http';
import type { Environment } from '@callboard/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

interface Request {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** Not a browser's cookie but a signature or a key proves these requests, so their origin does not matter. */
const provenOtherwise = ({ url, headers }: Request): boolean =>
  url.startsWith('/exec/') || /^bearer /i.test(headers.authorization ?? '');

/**
 * Security headers for the SPA, and refusal of writes that a page of another origin made a browser send.
 *
 * Styles may be inline because Mantine writes its variables into `<style>` elements; scripts may not. The only frame is
 * the phone's page, which has a policy of its own.
 */
export function protectBrowsers(app: NestFastifyApplication, environment: Environment): void {
  const { origin, protocol } = new URL(environment.PUBLIC_URL);
  const isSecure = protocol === 'https:';
  app.enableCsrfProtection({ trustedOrigins: [origin], exclude: provenOtherwise });
  app.useSecurityHeaders({
    contentSecurityPolicy: {
      directives: {
        defaultSrc: "'self'",
        connectSrc: "'self'",
        fontSrc: ["'self'", 'data:'],
        frameAncestors: "'none'",
        frameSrc: environment.PHONE_ORIGIN ? new URL(environment.PHONE_ORIGIN).origin : "'self'",
        imgSrc: ["'self'", 'data:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        upgradeInsecureRequests: isSecure ? [] : null,
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: isSecure,
    xFrameOptions: { action: 'deny' },
  });
}
