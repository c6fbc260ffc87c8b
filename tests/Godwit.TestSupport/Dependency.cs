using Xunit;

namespace Godwit.TestSupport;

/// <summary>What a test needs from outside: without it the test is skipped locally and fails on CI.</summary>
public static class Dependency
{
    private static bool IsCi => Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>Returns the environment variable's value, or skips (on CI: fails) the calling test.</summary>
    public static string RequireVariable(string name)
    {
        var value = Environment.GetEnvironmentVariable(name);
        Require(!string.IsNullOrEmpty(value), $"{name} is not set; bash eng/test.sh starts the server and sets it");
        return value!;
    }

    /// <summary>Skips (on CI: fails) the calling test unless the dependency is present.</summary>
    /// <param name="present">Whether the dependency was found.</param>
    /// <param name="reason">What is missing and how to get it.</param>
    public static void Require(bool present, string reason)
    {
        if (present)
        {
            return;
        }

        if (IsCi)
        {
            Assert.Fail($"Missing on CI: {reason}");
        }

        Assert.Skip(reason);
    }

    /// <summary>Whether a program of that name is in one of the folders of PATH.</summary>
    public static bool HasProgram(string name)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, name)));
    }
}
