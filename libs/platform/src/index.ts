export { Clock, SystemClock } from './clock';
export { DomainError, type DomainErrorOptions } from './domain-error';
export {
  ENVIRONMENT,
  type Environment,
  EnvironmentError,
  environmentSchema,
  nearMisses,
  parseEnvironment,
  readEnvironment,
} from './environment';
export { foldText } from './fold-text';
export { freePort } from './free-port';
export { newId } from './ids';
export { createLog, type Log, NestLog } from './logger';
export { maskPhone } from './mask-phone';
export { LOG, PlatformModule } from './platform.module';
export { requestContext, type RequestContext, withRequestContext } from './request-context';
export { SecretBox, type SecretPlace } from './secret-box';
