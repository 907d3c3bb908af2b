namespace Hypercall.Engine.Events;

/// <summary>
/// An event: of what kind it is, and its one walk. <see cref="EventBuffer"/> keeps each kind by itself.
/// </summary>
internal interface IEvent<T>
    where T : struct, IEvent<T>
{
    static abstract EventKind Kind { get; }

    /// <summary>Hands each field to the visitor, in canonical order, and takes what comes back.</summary>
    static abstract void Walk<V>(ref V v, ref T e)
        where V : struct, IFields, allows ref struct;
}
