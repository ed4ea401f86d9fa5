import { CallLegEntity } from './call-leg.entity';
import { CallNoteEntity } from './call-note.entity';
import { CallTagEntity } from './call-tag.entity';
import { CallEntity } from './call.entity';
import { CallMatchEntity } from './matching/call-match.entity';
import { NumberChoiceEntity } from './matching/number-choice.entity';
import { CallRequestKeyEntity } from './requests/call-request-key.entity';
import { CallRequestEntity } from './requests/call-request.entity';

/** Every table of the room. */
export const entities = [
  CallEntity,
  CallLegEntity,
  CallNoteEntity,
  CallTagEntity,
  CallMatchEntity,
  NumberChoiceEntity,
  CallRequestEntity,
  CallRequestKeyEntity,
];
