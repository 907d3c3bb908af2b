namespace Hypercall.Engine.Tests.Greeks;

/// <summary>Entry of the child processes that the tests start from this very assembly.</summary>
internal static class ChildProgram
{
    public const string GreeksVerb = "greeks";

    public static int Main(string[] arguments)
    {
        if (arguments is not [GreeksVerb])
        {
            Console.Error.WriteLine("unknown child verb");
            return 2;
        }

        Console.WriteLine(GreeksFingerprint.Compute());
        return 0;
    }
}
