using System.Collections.Immutable;
using System.Reflection;
using Akka.Cluster;

namespace Hypercall.Actors.Clustering.Downing;

/// <summary>
/// Who finds whom unreachable: the table that gossip carries, and from which the cluster shows only its last column. A
/// version of Akka.Cluster that keeps it elsewhere ends the start. Who has seen the newest gossip would be public, but
/// it does not reach a node around a bad link of its own, which is where it is wanted.
/// </summary>
internal sealed class Complaints(Akka.Cluster.Cluster cluster)
{
    private static readonly PropertyInfo _view = Property(typeof(Akka.Cluster.Cluster), "ReadView");
    private static readonly PropertyInfo _reachability = Property(_view.PropertyType, "Reachability");
    private static readonly PropertyInfo _observers = Property(
        _reachability.PropertyType, "ObserversGroupedByUnreachable");

    /// <summary>For each member that anybody finds unreachable, who does. Empty while the cluster starts.</summary>
    public IReadOnlyDictionary<UniqueAddress, ImmutableHashSet<UniqueAddress>> Read() =>
        _view.GetValue(cluster) is { } view && _reachability.GetValue(view) is { } reachability
            ? (ImmutableDictionary<UniqueAddress, ImmutableHashSet<UniqueAddress>>)_observers.GetValue(reachability)!
            : ImmutableDictionary<UniqueAddress, ImmutableHashSet<UniqueAddress>>.Empty;

    private static PropertyInfo Property(Type type, string name) =>
        type.GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        ?? throw new MissingMemberException(type.FullName, name);
}
