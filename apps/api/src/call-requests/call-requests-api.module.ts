import { CallsModule } from '@callboard/calls';
import { ZadarmaModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { CallRequestsController } from './call-requests.controller';

@Module({ imports: [CallsModule, ZadarmaModule], controllers: [CallRequestsController] })
export class CallRequestsApiModule {}
