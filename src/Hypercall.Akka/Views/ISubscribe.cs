namespace Hypercall.Actors.Views;

/// <summary>Asks a <see cref="KeyedFeed{TKey, TChange}"/> for what there is under a key, and for its changes.</summary>
internal interface ISubscribe<out TKey>
{
    TKey Key { get; }
}
