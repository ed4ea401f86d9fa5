import { CallsModule } from '@callboard/calls';
import { ZadarmaModule } from '@callboard/zadarma';
import { Module } from '@nestjs/common';
import { CallPresenterModule } from '../recordings/call-presenter.module';
import { CallsController } from './calls.controller';

@Module({ imports: [CallPresenterModule, CallsModule, ZadarmaModule], controllers: [CallsController] })
export class CallsApiModule {}
