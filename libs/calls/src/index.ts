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
