import { ContactsModule } from '@callboard/contacts';
import { PbxModule } from '@callboard/pbx';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AnnotationsRepository } from './annotations.repository';
import { CallAnnotator } from './call-annotator.service';
import { CallChangesRepository } from './call-changes.repository';
import { CallsService } from './calls.service';
import { entities } from './entities';
import { CallsRepository } from './list/calls.repository';
import { CallMatcher } from './matching/call-matcher.service';
import { MatchesRepository } from './matching/matches.repository';
import { CallProjector } from './projection/call-projector.service';
import { HelperLegsRepository } from './projection/helper-legs.repository';
import { ProjectionRepository } from './projection/projection.repository';
import { CallRequestFollower } from './requests/call-request-follower.service';
import { CallRequestsRepository } from './requests/call-requests.repository';
import { CallRequestsService } from './requests/call-requests.service';
import { CallersRepository } from './routing/callers.repository';
import { RoutingService } from './routing/routing.service';

/** The room of calls. Needs the global database and platform modules. */
@Module({
  imports: [TypeOrmModule.forFeature(entities), ContactsModule, PbxModule],
  providers: [
    AnnotationsRepository,
    CallAnnotator,
    CallChangesRepository,
    CallersRepository,
    CallMatcher,
    CallProjector,
    CallRequestFollower,
    CallRequestsRepository,
    CallRequestsService,
    CallsRepository,
    CallsService,
    HelperLegsRepository,
    MatchesRepository,
    ProjectionRepository,
    RoutingService,
  ],
  exports: [CallRequestFollower, CallRequestsService, CallsService, RoutingService],
})
export class CallsModule {}
