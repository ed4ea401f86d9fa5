export type {
  CallAnswered,
  CallEnded,
  CallEvent,
  CallEventKind,
  CallExpired,
  CallStarted,
  ExtensionRang,
  LegReported,
  MenuReached,
  Parties,
  PartRecorded,
  Party,
} from './fold/call-event';
export { fold, type FoldContext, type FoldedCall, type FoldResult, type NoCallReason } from './fold/fold';
export type { CallRecord, CallSummary } from './call.mapper';
export type { CallAudioFacts, CallVersion } from './call-changes.repository';
export { compareRecordingIds } from './fold/call-times';
export type { ChangedCall, UnfinishedSince } from './list/calls.repository';
export { CallsModule } from './calls.module';
export { type CallAudience, CallsService } from './calls.service';
export type { ProjectionResult } from './projection/call-projector.service';
export type { RingingLeg } from './projection/stored-projection';
export { type IncomingCall, RoutingService } from './routing/routing.service';
export { CallRequestFollower } from './requests/call-request-follower.service';
export type { ChangedCallRequest } from './requests/call-requests.repository';
export {
  type AcceptedCallRequest,
  type CallRequestNews,
  CallRequestsService,
  type CallRequestWish,
  type Dialling,
} from './requests/call-requests.service';
