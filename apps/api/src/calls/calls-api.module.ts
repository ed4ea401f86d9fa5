import { CallsModule } from '@callboard/calls';
import { ZadarmaModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { CallsController } from './calls.controller';

@Module({ imports: [CallsModule, ZadarmaModule], controllers: [CallsController] })
export class CallsApiModule {}
