using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Godwit.Host.Serve;

/// <summary>The folder a Godwit keeps its state in, and the files in it that say where it serves.</summary>
internal sealed class DataFolder(string path)
{
    /// <summary>Environment variable that names the folder.</summary>
    public const string Variable = "GODWIT_DATA";

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Where the running Godwit of this folder says how it is reached; absent when none runs.</summary>
    public string RunningFile => System.IO.Path.Combine(Path, "godwit.pid.json");

    /// <summary>The admin API's bearer token, readable by the owner alone.</summary>
    public string TokenFile => System.IO.Path.Combine(Path, "admin-token");

    /// <summary>Where the simulated provider listens; absent when other providers are configured.</summary>
    public string SimulatedProviderFile => System.IO.Path.Combine(Path, "simulated-provider");

    public string JournalPath => System.IO.Path.Combine(Path, "journal");

    /// <summary>Names this node to others that count together with it.</summary>
    public string NodeFile => System.IO.Path.Combine(Path, "node");

    /// <summary>Where copies of fetched feeds are kept.</summary>
    public string FeedsPath => System.IO.Path.Combine(Path, "feeds");

    /// <summary>The folder used when nobody names one: the user's own.</summary>
    public static DataFolder Default => new(OwnFolder("data"));

    /// <summary>The folder the demo uses when nobody names one; made new at each start.</summary>
    public static DataFolder Demo => new(OwnFolder("demo"));

    /// <summary>
    /// Where the Godwit of this folder serves; null when the file is missing, broken or left by a dead process.
    /// </summary>
    public RunningGodwit? Running()
    {
        try
        {
            var running =
                JsonSerializer.Deserialize(File.ReadAllText(RunningFile), HostJsonContext.Default.RunningGodwit);
            return running is not null && running.IsAlive ? running : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The admin API's token; null when it cannot be read.</summary>
    public string? Token()
    {
        try
        {
            return File.ReadAllText(TokenFile).Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Makes the admin API's token when there is none, so that the local command line can use it from the start.
    /// </summary>
    public void EnsureToken() => EnsureSecret(TokenFile);

    /// <summary>
    /// The key by which client addresses are hashed. It is made once: a caller is recognised again after a restart, and
    /// by nobody who does not have the folder.
    /// </summary>
    public byte[] AddressHashKey() => Key("address-hash.key");

    /// <summary>
    /// The secret under which ids of responses and files are sealed, and stored responses encrypted. Nodes that share
    /// their data key share it, and read each other's ids; others make it once, in a file: ids outlive a restart.
    /// </summary>
    /// <param name="sharedDataKey">The data key that nodes share; null when this one has its own.</param>
    public byte[] SealedIdKey(string? sharedDataKey)
    {
        const string file = "sealed-ids.key";
        // A file that is there has sealed ids that clients keep: it goes on being used.
        if (sharedDataKey is null || File.Exists(System.IO.Path.Combine(Path, file)))
            return Key(file);
        var secret = new byte[32];
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(sharedDataKey.Trim()), secret, [], "godwit sealed ids"u8);
        return secret;
    }

    /// <summary>Makes the folder, for its owner alone.</summary>
    public void Create()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(Path);
        else
            Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private byte[] Key(string file)
    {
        var path = System.IO.Path.Combine(Path, file);
        EnsureSecret(path);
        return Encoding.UTF8.GetBytes(File.ReadAllText(path).Trim());
    }

    // Readable by the owner alone from its first byte on.
    private static void EnsureSecret(string path)
    {
        if (File.Exists(path))
            return;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new StreamWriter(path, options);
        file.Write(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
    }

    private static string OwnFolder(string name)
    {
        var root = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return System.IO.Path.Combine(root.Length > 0 ? root : Environment.CurrentDirectory, "godwit", name);
    }
}
