using System.Reflection;
using Godwit.Gateway.Geolocation.Tables;

namespace Godwit.Gateway.Geolocation;

/// <summary>The tables that ship inside the executable, each a resource of its own under its own licence.</summary>
internal static class EmbeddedTables
{
    /// <summary>In order of precedence: the order of measured accuracy, with regions and registration behind.</summary>
    private static readonly string[] Names = ["ipfire", "dbip-lite", "dbip-regions", "contested-networks", "iptoasn"];

    /// <summary>Reads them, a few at a time.</summary>
    public static TableFile[] Load()
    {
        var files = new TableFile[Names.Length];
        // One processor has nothing to share out, and only pays for it.
        if (Environment.ProcessorCount > 1)
            Parallel.For(0, files.Length, i => files[i] = TableFile.Read(ReadResource(Names[i])));
        else
            for (var i = 0; i < files.Length; i++)
                files[i] = TableFile.Read(ReadResource(Names[i]));
        return files;
    }

    private static byte[] ReadResource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Godwit.Geolocation.{name}.gwt")
            ?? throw new InvalidDataException($"The executable was built without its address table '{name}'.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
