export { type Assignment, type ManagerExtension } from './assignments.repository';
export { PbxModule } from './pbx.module';
export { type FetchedExtension } from './pbx.repository';
export { type FetchedPbx, PbxService } from './pbx.service';
