// reference.c: what the host call is compared with: the same functions as a plain Node-API addon,
// written as its documentation shows, and as exported C functions for koffi. Also opens a library
// as a program without a plug-in system would.
#define _POSIX_C_SOURCE 200809L  // clock_gettime
#include <dlfcn.h>
#include <node_api.h>
#include <stdlib.h>
#include <time.h>

#include "plain.h"

#define EXPORT __attribute__((visibility("default")))

EXPORT int32_t koffi_add_i32(int32_t a, int32_t b) { return plain_add_i32(a, b); }
EXPORT int64_t koffi_add_i64(int64_t a, int64_t b) { return plain_add_i64(a, b); }
EXPORT double koffi_add_f64(double a, double b) { return plain_add_f64(a, b); }
EXPORT int32_t koffi_sum_8(int32_t a, int32_t b, int32_t c, int32_t d, int32_t e, int32_t f,
                           int32_t g, int32_t h) {
  return plain_add_i32(plain_add_i32(plain_add_i32(a, b), plain_add_i32(c, d)),
                       plain_add_i32(plain_add_i32(e, f), plain_add_i32(g, h)));
}

#define METHOD(name) static napi_value name(napi_env env, napi_callback_info info)

// As in Node's own examples: the number of arguments and their types are checked, then converted.
static bool get_arguments(napi_env env, napi_callback_info info, size_t wanted, napi_valuetype type,
                          napi_value* arguments) {
  size_t count = wanted;
  if (napi_get_cb_info(env, info, &count, arguments, NULL, NULL) != napi_ok || count < wanted) {
    napi_throw_type_error(env, NULL, "Wrong number of arguments");
    return false;
  }
  for (size_t i = 0; i < wanted; i++) {
    napi_valuetype actual;
    if (napi_typeof(env, arguments[i], &actual) != napi_ok || actual != type) {
      napi_throw_type_error(env, NULL, "Wrong type of argument");
      return false;
    }
  }
  return true;
}

METHOD(empty) {
  (void)env, (void)info;
  return NULL;
}

METHOD(add_i32) {
  napi_value arguments[2], result;
  int32_t a, b;
  if (!get_arguments(env, info, 2, napi_number, arguments)) return NULL;
  napi_get_value_int32(env, arguments[0], &a);
  napi_get_value_int32(env, arguments[1], &b);
  napi_create_int32(env, plain_add_i32(a, b), &result);
  return result;
}

METHOD(add_i64) {
  napi_value arguments[2], result;
  int64_t a, b;
  bool lossless;
  if (!get_arguments(env, info, 2, napi_bigint, arguments)) return NULL;
  napi_get_value_bigint_int64(env, arguments[0], &a, &lossless);
  napi_get_value_bigint_int64(env, arguments[1], &b, &lossless);
  napi_create_bigint_int64(env, plain_add_i64(a, b), &result);
  return result;
}

METHOD(add_f64) {
  napi_value arguments[2], result;
  double a, b;
  if (!get_arguments(env, info, 2, napi_number, arguments)) return NULL;
  napi_get_value_double(env, arguments[0], &a);
  napi_get_value_double(env, arguments[1], &b);
  napi_create_double(env, plain_add_f64(a, b), &result);
  return result;
}

METHOD(sum_8) {
  napi_value arguments[8], result;
  int32_t sum = 0;
  if (!get_arguments(env, info, 8, napi_number, arguments)) return NULL;
  for (int i = 0; i < 8; i++) {
    int32_t value;
    napi_get_value_int32(env, arguments[i], &value);
    sum = plain_add_i32(sum, value);
  }
  napi_create_int32(env, sum, &result);
  return result;
}

METHOD(same_externref) {
  size_t count = 1;
  napi_value argument;
  napi_get_cb_info(env, info, &count, &argument, NULL, NULL);
  return argument;
}

// read_16(offset, buffer)
METHOD(read_16) {
  size_t count = 2, size = 0;
  napi_value arguments[2], result;
  uint32_t offset;
  void* bytes = NULL;
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  napi_get_value_uint32(env, arguments[0], &offset);
  napi_get_arraybuffer_info(env, arguments[1], &bytes, &size);
  if (size < 16 || offset > size - 16) return NULL;
  napi_create_int32(env, plain_fold_16((const uint8_t*)bytes + offset), &result);
  return result;
}

// digest(offset, length, buffer)
METHOD(digest) {
  size_t count = 3, size = 0;
  napi_value arguments[3], result;
  uint32_t offset, length;
  void* bytes = NULL;
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  napi_get_value_uint32(env, arguments[0], &offset);
  napi_get_value_uint32(env, arguments[1], &length);
  napi_get_arraybuffer_info(env, arguments[2], &bytes, &size);
  if (length > size || offset > size - length) return NULL;
  napi_create_int32(env, plain_digest((const uint8_t*)bytes + offset, length), &result);
  return result;
}

// call_back(value, function)
METHOD(call_back) {
  size_t count = 2;
  napi_value arguments[2], receiver, result = NULL;
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  napi_get_undefined(env, &receiver);
  napi_call_function(env, receiver, arguments[1], 1, arguments, &result);
  return result;
}

// openLibrary(path): nanoseconds that dlopen and dlsym took; -1 when they failed.
METHOD(open_library) {
  size_t count = 1, length;
  napi_value argument, result;
  char path[4096];
  napi_get_cb_info(env, info, &count, &argument, NULL, NULL);
  napi_get_value_string_utf8(env, argument, path, sizeof path, &length);
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  void* library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  const void* symbol = library ? dlsym(library, "WasmEdge_Plugin_GetDescriptor") : NULL;
  clock_gettime(CLOCK_MONOTONIC, &end);
  const double ns =
      (double)(end.tv_sec - start.tv_sec) * 1e9 + (double)(end.tv_nsec - start.tv_nsec);
  napi_create_double(env, symbol ? ns : -1, &result);
  return result;
}

NAPI_MODULE_INIT() {
  const struct {
    const char* name;
    napi_callback function;
  } methods[] = {{"empty", empty},         {"add_i32", add_i32},
                 {"add_i64", add_i64},     {"add_f64", add_f64},
                 {"sum_8", sum_8},         {"same_externref", same_externref},
                 {"read_16", read_16},     {"digest", digest},
                 {"call_back", call_back}, {"openLibrary", open_library}};
  for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
    napi_value function;
    napi_create_function(env, methods[i].name, NAPI_AUTO_LENGTH, methods[i].function, NULL,
                         &function);
    napi_set_named_property(env, exports, methods[i].name, function);
  }
  return exports;
}
