namespace Hypercall.Engine.Domain.Collections;

/// <summary>
/// The arrays by which tables grow. One behind the first lives as long as its table, beside all others: where it has no
/// references it lies where the collector neither copies nor scans it, so that a table that grows makes no command wait
/// for the collector. The first one is ordinary, since most tables of most engines stay small and go with them.
/// </summary>
internal static class Chunk
{
    /// <summary>A chunk behind the first, all default.</summary>
    public static T[] Further<T>(int length) =>
        GC.AllocateArray<T>(length, pinned: !RuntimeHelpers.IsReferenceOrContainsReferences<T>());
}
