# SPDX-License-Identifier: GPL-3.0-or-later
# How every file of ours is compiled: language, warnings, sanitizers, the compiler cache.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

# NDEBUG is never defined: assertions hold in every build that is tested, and the release build is one.
set(CMAKE_CXX_FLAGS_RELEASE "-O2")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g")
if(RAFTARIUM_SANITIZE)
  set(CMAKE_CXX_FLAGS_RELEASE "-O1 -g1")
endif()

# Worktrees and clones in other places share what the cache holds: paths below the base are made relative, and the
# place of the build is not part of the key.
find_program(RAFTARIUM_CCACHE ccache)
if(RAFTARIUM_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env
    CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    ${RAFTARIUM_CCACHE})
endif()

# Flags of our own targets. Not global, so that what Qt generates in helper targets is left alone.
add_library(raftarium_flags INTERFACE)
target_include_directories(raftarium_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(raftarium_flags INTERFACE -Wall -Wextra -Wconversion -Wshadow -Werror)
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  # GCC's -Wconversion leaves signs alone in C++; both compilers are to accept the same code. The time stamp of a
  # precompiled header would keep the cache from ever hitting.
  target_compile_options(raftarium_flags INTERFACE -Wno-sign-conversion "SHELL:-Xclang -fno-pch-timestamp")
endif()
if(RAFTARIUM_SANITIZE)
  add_compile_options(-fsanitize=${RAFTARIUM_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${RAFTARIUM_SANITIZE})
  add_compile_definitions(_GLIBCXX_ASSERTIONS)
endif()
if(RAFTARIUM_COVERAGE)
  add_compile_options(--coverage -fprofile-update=atomic)
  add_link_options(--coverage)
endif()

# The sources below a folder of the repository, without those whose path matches one of the patterns after it.
function(raftarium_sources result folder)
  file(GLOB_RECURSE found CONFIGURE_DEPENDS
    ${PROJECT_SOURCE_DIR}/${folder}/*.cpp ${PROJECT_SOURCE_DIR}/${folder}/*.h)
  foreach(pattern IN LISTS ARGN)
    list(FILTER found EXCLUDE REGEX "${PROJECT_SOURCE_DIR}/${pattern}")
  endforeach()
  set(${result} ${found} PARENT_SCOPE)
endfunction()

# A static library of a storey from its sources and what it stands on.
function(raftarium_storey name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS")
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC raftarium_flags ${arg_LINKS})
endfunction()

# The same numbers on every machine, since a multiplication and an addition are never fused; and in the browser no
# exceptions.
function(raftarium_portable target)
  target_compile_options(${target} PRIVATE -ffp-contract=off)
  if(CMAKE_CROSSCOMPILING)
    target_compile_options(${target} PRIVATE -fno-exceptions)
  endif()
endfunction()

# Qt's headers cost more than our own code; one precompiled header for the widgets and the program takes them once.
function(raftarium_precompile_qt target)
  if(target STREQUAL widgets)
    target_precompile_headers(widgets PRIVATE <QtWidgets/QtWidgets> <algorithm> <functional> <map> <memory> <optional>
      <string> <utility> <variant> <vector>)
  else()
    target_precompile_headers(${target} REUSE_FROM widgets)
  endif()
endfunction()
