namespace Hypercall.Actors.Clustering;

/// <summary>Roles of cluster nodes, as they stand under <c>akka.cluster.roles</c>. A node may have several.</summary>
public static class ClusterRoles
{
    /// <summary>Owns market partitions and votes on who is cut off.</summary>
    public const string Engine = "engine";

    /// <summary>Folds published outcomes for subscribers and follows the journal.</summary>
    public const string View = "view";

    /// <summary>Passes clients' requests on.</summary>
    public const string Gateway = "gateway";
}
