namespace Godwit.Control.Resources.Reading;

/// <summary>How much a configuration file may hold: far more than people write, far less than hurts.</summary>
internal static class ReadingLimits
{
    /// <summary>Most bytes of one file.</summary>
    public const int FileBytes = 8 * 1024 * 1024;

    /// <summary>Most levels of maps and lists inside each other.</summary>
    public const int Depth = 32;

    /// <summary>
    /// Most nodes of one file once every alias is followed: a few lines of aliases can mean billions.
    /// </summary>
    public const int Nodes = 200_000;
}
