# Toolchain file of every cross-build. compile/toolchain-file.ts writes a file per target that sets the
# PLUGKIT_ variables and includes this one.
set(CMAKE_SYSTEM_NAME ${PLUGKIT_SYSTEM})
set(CMAKE_SYSTEM_PROCESSOR ${PLUGKIT_PROCESSOR})
if(PLUGKIT_SYSTEM STREQUAL "Windows")
  set(CMAKE_SYSTEM_VERSION 10.0)
elseif(PLUGKIT_SYSTEM STREQUAL "Darwin")
  # CMake's default names a library by its path in the build directory.
  set(CMAKE_INSTALL_NAME_DIR "@rpath")
  set(CMAKE_BUILD_WITH_INSTALL_NAME_DIR ON)
endif()

set(CMAKE_C_COMPILER ${PLUGKIT_ZIG} cc -target ${PLUGKIT_TRIPLE})
set(CMAKE_CXX_COMPILER ${PLUGKIT_ZIG} c++ -target ${PLUGKIT_TRIPLE})
set(CMAKE_AR ${PLUGKIT_ZIG})
set(CMAKE_RANLIB ${PLUGKIT_ZIG})
set(CMAKE_RC_COMPILER ${PLUGKIT_ZIG})
foreach(language C CXX)
  set(CMAKE_${language}_COMPILER_AR ${PLUGKIT_ZIG})
  set(CMAKE_${language}_COMPILER_RANLIB ${PLUGKIT_ZIG})
  # Always with -O: without it, Zig's compiler traps undefined behaviour. Only these two sets of -O -g -s,
  # since Zig builds its runtime libraries once per set.
  if(PLUGKIT_DEBUG)
    set(flags "-O1 -g -fno-omit-frame-pointer")
  else()
    set(flags "-O2 -DNDEBUG -g0")
  endif()
  set(CMAKE_${language}_FLAGS_RELEASE "${flags} -fPIC ${PLUGKIT_COMPILE_FLAGS}")
endforeach()
foreach(kind SHARED MODULE EXE)
  set(CMAKE_${kind}_LINKER_FLAGS_RELEASE "${PLUGKIT_LINK_FLAGS}")
  if(NOT PLUGKIT_DEBUG)
    string(PREPEND CMAKE_${kind}_LINKER_FLAGS_RELEASE "-s ")
  endif()
endforeach()
foreach(kind SHARED MODULE)
  string(APPEND CMAKE_${kind}_LINKER_FLAGS_RELEASE " ${PLUGKIT_PLUGIN_LINK_FLAGS}")
endforeach()
# What a plug-in's project does not declare to be seen is not.
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
# Directories of this machine are no run paths of what is built.
set(CMAKE_BUILD_WITH_INSTALL_RPATH ON)

# What the compiler is, said instead of found out: CMake would link an executable to see it, for which
# Zig first builds its runtime libraries, minutes a target.
set(CMAKE_C_STANDARD_COMPUTED_DEFAULT 17)
set(CMAKE_CXX_STANDARD_COMPUTED_DEFAULT 17)
foreach(language C CXX)
  set(CMAKE_${language}_COMPILER_ID_RUN TRUE)
  set(CMAKE_${language}_COMPILER_ID Clang)
  set(CMAKE_${language}_COMPILER_VERSION 22.1)
  set(CMAKE_${language}_COMPILER_FRONTEND_VARIANT GNU)
  set(CMAKE_${language}_EXTENSIONS_COMPUTED_DEFAULT ON)
endforeach()

# Checks compile but do not link: linking would build Zig's runtime libraries first and bring their
# paths into every link line.
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_USER_MAKE_RULES_OVERRIDE ${CMAKE_CURRENT_LIST_DIR}/zig-rules.cmake)

set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)

# What a plug-in's own CMake project finds: find_library(wasmedge), find_path(wasmedge/wasmedge.h),
# find_package(WasmEdge) and what is in its folder, but no libraries of this machine.
if(PLUGKIT_HOST_LIBRARY)
  get_filename_component(directory ${PLUGKIT_HOST_LIBRARY} DIRECTORY)
  list(APPEND CMAKE_LIBRARY_PATH ${directory})
  list(APPEND CMAKE_INCLUDE_PATH ${PLUGKIT_INCLUDE})
  set(WasmEdge_DIR ${CMAKE_CURRENT_LIST_DIR}/WasmEdge)
  list(APPEND CMAKE_FIND_ROOT_PATH ${directory} ${PLUGKIT_INCLUDE} ${PLUGKIT_SOURCE} ${WasmEdge_DIR})
  foreach(kind LIBRARY INCLUDE PACKAGE)
    set(CMAKE_FIND_ROOT_PATH_MODE_${kind} ONLY)
  endforeach()
endif()
