# find_package(WasmEdge) of a plug-in's own CMake project: the target WasmEdge::WasmEdge.
if(NOT TARGET WasmEdge::WasmEdge)
  add_library(WasmEdge::WasmEdge INTERFACE IMPORTED)
  set_target_properties(WasmEdge::WasmEdge PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES "${PLUGKIT_INCLUDE}"
    INTERFACE_LINK_LIBRARIES "${PLUGKIT_HOST_LIBRARY}")
endif()
set(WasmEdge_INCLUDE_DIRS "${PLUGKIT_INCLUDE}")
set(WasmEdge_LIBRARIES "${PLUGKIT_HOST_LIBRARY}")
