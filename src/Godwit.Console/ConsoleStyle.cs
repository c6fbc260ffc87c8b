namespace Godwit.Console;

/// <summary>The looks of every page, in the page itself: one request shows it whole.</summary>
internal static class ConsoleStyle
{
    /// <summary>The style sheet.</summary>
    public static string Text { get; } = Read();

    private static string Read()
    {
        using var resource = typeof(ConsoleStyle).Assembly.GetManifestResourceStream("console.css")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
