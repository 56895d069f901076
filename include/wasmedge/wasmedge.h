// wasmedge.h: the whole WasmEdge C API. The one header a plug-in or a program includes.
#ifndef WASMEDGE_WASMEDGE_H
#define WASMEDGE_WASMEDGE_H

#include <wasmedge/ast.h>
#include <wasmedge/basic.h>
#include <wasmedge/compiler.h>
#include <wasmedge/configure.h>
#include <wasmedge/deprecated.h>
#include <wasmedge/enums.h>
#include <wasmedge/execution.h>
#include <wasmedge/experimental.h>
#include <wasmedge/instance.h>
#include <wasmedge/plugin.h>
#include <wasmedge/tools.h>
#include <wasmedge/value.h>
#include <wasmedge/vm.h>

#endif  // WASMEDGE_WASMEDGE_H
