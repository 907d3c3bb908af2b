using Hypercall.Node.Storage;

namespace Hypercall.Node.Tests.Support;

/// <summary>Entry of the child processes that the tests start from this very assembly: a verb, then its arguments.</summary>
internal static class ChildProgram
{
    public const string OwnVerb = "own";

    public static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case [OwnVerb, string directory]:
                return Own(directory);
            default:
                Console.Error.WriteLine("unknown child verb");
                return 2;
        }
    }

    /// <summary>Takes the directory, says so, and holds it until its input ends.</summary>
    private static int Own(string directory)
    {
        try
        {
            using DirectoryOwnership ownership = DirectoryOwnership.Acquire(directory);
            Console.WriteLine("owned");
            Console.In.ReadToEnd();
            return 0;
        }
        catch (JournalOwnedException exception)
        {
            Console.WriteLine(exception.Message);
            return 3;
        }
    }
}
