namespace Godwit.Control;

/// <summary>The files that the control plane keeps beside its store.</summary>
internal sealed class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string folder;

    public DataFolder(string folder)
    {
        this.folder = Path.GetFullPath(folder);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(this.folder);
        else
            Directory.CreateDirectory(this.folder, OwnerOnly | UnixFileMode.UserExecute);
    }

    public string Database => Path.Combine(folder, "godwit.db");

    public string DataKey => Path.Combine(folder, "secret.key");

    public string AdminToken => Path.Combine(folder, "admin-token");

    public string GivenPassword => Path.Combine(folder, "given-password.enc");

    public string LastGood => Path.Combine(folder, "last-good.json.enc");

    /// <summary>
    /// Puts the whole content in place of the file's, or leaves the file as it was; the owner alone may read it.
    /// </summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var temporary = $"{path}.{Environment.ProcessId}.new";
        using (var stream = Create(temporary, FileMode.Create))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>
    /// The file's text; when there is no file, it is made with the text given, once, however many try.
    /// </summary>
    public static string ReadOrCreate(string path, Func<string> create)
    {
        if (!File.Exists(path))
        {
            var temporary = $"{path}.{Guid.NewGuid():n}.new";
            using (var writer = new StreamWriter(Create(temporary, FileMode.CreateNew)))
                writer.Write(create());
            try
            {
                File.Move(temporary, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(temporary);
            }
        }

        return File.ReadAllText(path).Trim();
    }

    private static FileStream Create(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }
}
