// wasmedge.h: the whole WasmEdge C API. The one header a plug-in or a program includes.
#ifndef WASMEDGE_WASMEDGE_H
#define WASMEDGE_WASMEDGE_H

#include <wasmedge/wasmedge_ast.h>
#include <wasmedge/wasmedge_basic.h>
#include <wasmedge/wasmedge_compiler.h>
#include <wasmedge/wasmedge_configure.h>
#include <wasmedge/wasmedge_deprecated.h>
#include <wasmedge/wasmedge_execution.h>
#include <wasmedge/wasmedge_experimental.h>
#include <wasmedge/wasmedge_instance.h>
#include <wasmedge/wasmedge_plugin.h>
#include <wasmedge/wasmedge_tools.h>
#include <wasmedge/wasmedge_value.h>
#include <wasmedge/wasmedge_vm.h>

#endif  // WASMEDGE_WASMEDGE_H
