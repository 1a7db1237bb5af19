import { makeVendorBundle } from './vendor-bundle.mjs';

export default makeVendorBundle;
