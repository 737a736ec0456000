using Recoil.Storage.Embedded;

namespace Recoil.Storage.Tests;

[Needs(Need.Process)]
public sealed class When_a_run_holds_its_data_folder : EmbeddedTest
{
    [Fact]
    public async Task The_error_of_another_process_names_who_has_it()
    {
        using var holder = HelperProcess.Start("hold", Folder);
        (await holder.ReadLineAsync()).ShouldBe("held");

        Should.Throw<StorageUnavailableException>(() => DataFolderLock.Acquire(Folder)).Message.ShouldBe(
            $"The data folder {Folder} is in use by another run (process {holder.Id}). Wait until it has ended, or choose another data folder.");
    }

    [Fact]
    public async Task Its_death_gives_it_back()
    {
        using (var holder = HelperProcess.Start("hold", Folder))
        {
            (await holder.ReadLineAsync()).ShouldBe("held");
            holder.Kill();
            await holder.ReadToEndAsync();
        }

        DataFolderLock.Acquire(Folder).Dispose();
    }

    [Fact]
    public void The_same_process_cannot_take_it_twice()
    {
        using (DataFolderLock.Acquire(Folder))
            Should.Throw<StorageUnavailableException>(() => DataFolderLock.Acquire(Folder));

        DataFolderLock.Acquire(Folder).Dispose();
    }

    [Fact]
    public void A_holder_that_has_not_said_its_name_is_not_guessed()
    {
        using var holder = DataFolderLock.Acquire(Folder);
        File.WriteAllText(Path.Combine(Folder, "recoil.pid"), "");

        Should.Throw<StorageUnavailableException>(() => DataFolderLock.Acquire(Folder)).Message.ShouldBe(
            $"The data folder {Folder} is in use by another run. Wait until it has ended, or choose another data folder.");
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        var file = Path.Combine(Folder, "file");
        File.WriteAllText(file, "");

        Should.Throw<StorageUnavailableException>(() => DataFolderLock.Acquire(file)).Message
            .ShouldStartWith($"The data folder {file} cannot be made: ");
    }
}
