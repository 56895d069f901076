// A virtual machine: a store, an executor and what else a program may ask it for. Its loader
// and validator are made by module_loader.cc.
#pragma once

#include <wasmedge/wasmedge_vm.h>

#include <memory>
#include <vector>

#include "configure.h"
#include "executor.h"
#include "host/c_api/instances/module_instance.h"
#include "host/c_api/instances/store.h"
#include "statistics.h"

struct WasmEdge_LoaderContext {};
struct WasmEdge_ValidatorContext {};

struct WasmEdge_VMContext {
  WasmEdge_VMContext(const WasmEdge_ConfigureContext* configure, WasmEdge_StoreContext* given);
  ~WasmEdge_VMContext();

  // Registers the host modules that the configuration asks for, and new ones of the plug-ins that
  // are loaded now.
  void RegisterOwn();

  WasmEdge_StoreContext ownStore;
  WasmEdge_StoreContext* store;
  WasmEdge_StatisticsContext statistics;
  WasmEdge_ExecutorContext executor;
  WasmEdge_LoaderContext loader;
  WasmEdge_ValidatorContext validator;
  WasmEdge_ModuleInstanceContext* wasi = nullptr;  // owned; NULL when not asked for
  std::vector<std::unique_ptr<WasmEdge_ModuleInstanceContext>> ofPlugins;
};
