namespace Hypercall.Testing;

/// <summary>
/// A test with a real client that runs on Node.js; it is skipped, saying what is missing, where node or one of the
/// client's packages is not installed.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeFactAttribute : FactAttribute
{
    /// <param name="packages">Names of the npm packages that the test imports.</param>
    public NodeFactAttribute(params string[] packages) => Skip = NodeScript.MissingFor(packages);
}
