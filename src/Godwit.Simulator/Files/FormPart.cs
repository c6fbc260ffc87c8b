namespace Godwit.Simulator.Files;

/// <summary>One part of a multipart form.</summary>
/// <param name="Name">The field.</param>
/// <param name="FileName">The file's name; null when it is no file.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record FormPart(string Name, string? FileName, byte[] Content)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Content);
}
