// The package is CommonJS: bundled, a lazy import of it has no names, only a default. This module has, and is what is loaded lazily.
export {parse} from 'yaml';
