import { CallsModule } from '@callboard/calls';
import { ZadarmaModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { AuthApiModule } from '../auth/auth-api.module';
import { CallPresenterModule } from '../recordings/call-presenter.module';
import { CallRequestFeed } from './call-request-feed.service';
import { Heartbeat } from './heartbeat.service';
import { LiveController } from './live.controller';
import { LiveHub } from './live-hub.service';
import { MissedEvents } from './missed-events.service';
import { PrincipalWatch } from './principal-watch.service';

/** What changes, while it changes. */
@Module({
  imports: [AuthApiModule, CallPresenterModule, CallsModule, ZadarmaModule],
  controllers: [LiveController],
  providers: [CallRequestFeed, Heartbeat, LiveHub, MissedEvents, PrincipalWatch],
})
export class LiveApiModule {}
