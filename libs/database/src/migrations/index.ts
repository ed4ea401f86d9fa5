import type { MigrationInterface } from 'typeorm';
import { CreateInstallation1764000000000 } from './1764000000000-create-installation';
import { CreateEmployees1764000100000 } from './1764000100000-create-employees';
import { CreateInbox1764000200000 } from './1764000200000-create-inbox';
import { CreateContacts1764000300000 } from './1764000300000-create-contacts';
import { CreateExtensions1764000400000 } from './1764000400000-create-extensions';
import { CreateCalls1764000500000 } from './1764000500000-create-calls';
import { CreateCallRequests1764000600000 } from './1764000600000-create-call-requests';
import { CreateRecordings1764000700000 } from './1764000700000-create-recordings';
import { CreateTranscripts1764000800000 } from './1764000800000-create-transcripts';
import { CreateWebrtcKeys1764000900000 } from './1764000900000-create-webrtc-keys';
import { AddRefoldToExtensions1764001000000 } from './1764001000000-add-refold-to-extensions';
import { AddHelperLegsToCalls1764001100000 } from './1764001100000-add-helper-legs-to-calls';
import { TellBegunDownloads1764001200000 } from './1764001200000-tell-begun-downloads';
import { AddStartsToHelperLegs1764001300000 } from './1764001300000-add-starts-to-helper-legs';
import { FillStartsOfHelperLegs1764001400000 } from './1764001400000-fill-starts-of-helper-legs';
import { CreateContactExternalIds1764001600000 } from './1764001600000-create-contact-external-ids';

/** Every migration, oldest first. Listed by hand because bundled processes cannot search folders. */
export const migrations: readonly (new () => MigrationInterface)[] = [
  CreateInstallation1764000000000,
  CreateEmployees1764000100000,
  CreateInbox1764000200000,
  CreateContacts1764000300000,
  CreateExtensions1764000400000,
  CreateCalls1764000500000,
  CreateCallRequests1764000600000,
  CreateRecordings1764000700000,
  CreateTranscripts1764000800000,
  CreateWebrtcKeys1764000900000,
  AddRefoldToExtensions1764001000000,
  AddHelperLegsToCalls1764001100000,
  TellBegunDownloads1764001200000,
  AddStartsToHelperLegs1764001300000,
  FillStartsOfHelperLegs1764001400000,
  CreateContactExternalIds1764001600000,
];
